package io.crawljob.operator;

import io.crawljob.operator.pool.PoolRegistry;
import io.crawljob.operator.progress.Board;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The numbers of each queue as metrics, by namespace and queue: as many series as there are queues, whatever the number of jobs. */
final class QueueGauges {

    private final Board board;
    private final PoolRegistry pools;
    private final MultiGauge urls;
    private final MultiGauge jobs;
    private final MultiGauge workers;
    private final MultiGauge rate;

    QueueGauges(Board board, PoolRegistry pools, MeterRegistry metrics) {
        this.board = board;
        this.pools = pools;
        this.urls = MultiGauge.builder("crawljob_queue_urls")
                .description("URLs of the jobs that are not over, by state")
                .register(metrics);
        this.jobs = MultiGauge.builder("crawljob_queue_jobs")
                .description("jobs that are not over, by whether they have their turn")
                .register(metrics);
        this.workers = MultiGauge.builder("crawljob_queue_workers")
                .description("workers that are wanted, and that are ready")
                .register(metrics);
        this.rate = MultiGauge.builder("crawljob_queue_pages_per_minute")
                .description("pages that its jobs settle in a minute")
                .register(metrics);
    }

    /** Takes the numbers of now; queues that are gone go. */
    void update() {
        var ofUrls = new ArrayList<Row<?>>();
        var ofJobs = new ArrayList<Row<?>>();
        var ofWorkers = new ArrayList<Row<?>>();
        var ofRate = new ArrayList<Row<?>>();
        for (var queue : board.queues()) {
            var tags = Tags.of("namespace", queue.namespace(), "queue", queue.name());
            var backlog = board.backlog(queue);
            urls(tags, backlog.jobs(), ofUrls);
            ofJobs.add(Row.of(tags.and("state", "running"), backlog.running()));
            ofJobs.add(Row.of(tags.and("state", "waiting"), backlog.waitingJobs()));
            ofRate.add(Row.of(tags, backlog.pagesPerMinute()));
            workers(tags, queue, ofWorkers);
        }
        urls.register(ofUrls, true);
        jobs.register(ofJobs, true);
        workers.register(ofWorkers, true);
        rate.register(ofRate, true);
    }

    private static void urls(Tags tags, List<Snapshot> snapshots, List<Row<?>> rows) {
        row(tags, "waiting", snapshots, Snapshot::waiting, rows);
        row(tags, "delayed", snapshots, Snapshot::delayed, rows);
        row(tags, "leased", snapshots, Snapshot::leased, rows);
        row(tags, "done", snapshots, Snapshot::done, rows);
        row(tags, "failed", snapshots, Snapshot::failed, rows);
        row(tags, "excluded", snapshots, Snapshot::excluded, rows);
    }

    private static void row(
            Tags tags, String state, List<Snapshot> snapshots, ToLongFunction<Snapshot> count, List<Row<?>> rows) {
        rows.add(Row.of(
                tags.and("state", state), snapshots.stream().mapToLong(count).sum()));
    }

    private void workers(Tags tags, QueueKey queue, List<Row<?>> rows) {
        pools.find(queue).ifPresent(pool -> {
            rows.add(Row.of(tags.and("state", "desired"), pool.workers().desired()));
            rows.add(Row.of(tags.and("state", "ready"), pool.workers().ready()));
        });
    }
}
