package io.crawljob.operator.queuestatus;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus.JobCount;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus.WorkerCount;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.ConditionList;
import io.crawljob.operator.queuestatus.RedisJudge.RedisReady;
import io.crawljob.operator.workers.WorkersJudge;
import io.crawljob.operator.workers.WorkersReady;
import io.crawljob.queue.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a queue's whole status from what is seen. Pure. */
public final class QueueStatusProjector {

    private QueueStatusProjector() {}

    public static CrawlQueueStatus project(QueueObservation seen) {
        var backlog = seen.backlog();
        var size = seen.scaling().size();
        return new CrawlQueueStatus(
                seen.queue().getMetadata().getGeneration(),
                conditions(seen),
                new WorkerCount(size.workers(), seen.workers().ready(), size.reason()),
                new JobCount(backlog.running(), backlog.waitingJobs()),
                sum(backlog, Snapshot::waiting),
                sum(backlog, Snapshot::leased),
                sum(backlog, Snapshot::delayed),
                sum(backlog, Snapshot::failed),
                null,
                backlog.pagesPerMinute(),
                errorPercent(backlog),
                null);
    }

    /** Whether a status is worth a write: whether it differs by more than times. */
    public static boolean differs(@Nullable CrawlQueueStatus written, CrawlQueueStatus next) {
        return written == null || !timeless(written).equals(timeless(next));
    }

    private static List<Condition> conditions(QueueObservation seen) {
        var queue = seen.queue();
        var written = queue.getStatus() == null
                ? List.<Condition>of()
                : queue.getStatus().conditions();
        var list = new ConditionList(written, queue.getMetadata().getGeneration(), seen.now());
        var redis = RedisJudge.judge(seen.redis());
        var complaints = seen.backlog().jobs().stream()
                .map(Snapshot::complaint)
                .filter(Objects::nonNull)
                .toList();
        var workers = WorkersJudge.judge(seen.workers(), complaints);
        list.add(
                ConditionType.REDIS_READY, redis.ready() ? Status.TRUE : Status.FALSE, redis.reason(), redis.message());
        list.add(
                ConditionType.WORKERS_READY,
                workers.ready() ? Status.TRUE : Status.FALSE,
                workers.reason(),
                workers.message());
        ready(seen, redis, workers, list);
        return list.all();
    }

    /** A queue without work is ready too: its workers come when there is some. */
    private static void ready(QueueObservation seen, RedisReady redis, WorkersReady workers, ConditionList list) {
        var unsupported = QueueNotSupported.fields(seen.queue().getSpec());
        if (!redis.usable()) {
            list.add(ConditionType.READY, Status.FALSE, redis.reason(), redis.message());
        } else if (!unsupported.isEmpty()) {
            list.add(
                    ConditionType.READY,
                    Status.FALSE,
                    Reason.NOT_SUPPORTED_YET,
                    "not supported yet, leave it out: " + String.join(", ", unsupported));
        } else if (workers.stuck()) {
            list.add(ConditionType.READY, Status.FALSE, workers.reason(), workers.message());
        } else {
            list.add(ConditionType.READY, Status.TRUE, workers.reason(), workers.message());
        }
    }

    private static long sum(Backlog backlog, ToLongFunction<Snapshot> count) {
        return backlog.jobs().stream().mapToLong(count).sum();
    }

    private static @Nullable Integer errorPercent(Backlog backlog) {
        var failed = sum(backlog, Snapshot::failed);
        var tried = sum(backlog, Snapshot::done) + failed;
        return tried == 0 ? null : (int) (failed * 100 / tried);
    }

    private static CrawlQueueStatus timeless(CrawlQueueStatus it) {
        var conditions = it.conditions().stream()
                .map(c -> new Condition(c.type(), c.status(), c.reason(), c.message(), null, c.observedGeneration()))
                .toList();
        return new CrawlQueueStatus(
                it.observedGeneration(),
                conditions,
                it.workers(),
                it.jobs(),
                it.waiting(),
                it.leased(),
                it.delayed(),
                it.deadLetters(),
                null,
                it.pagesPerMinute(),
                it.errorPercent(),
                it.averageMillis());
    }
}
