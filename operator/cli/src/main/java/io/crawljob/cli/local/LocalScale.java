package io.crawljob.cli.local;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.operator.scale.Demand;
import io.crawljob.operator.scale.ScalePolicy;
import io.crawljob.operator.scale.Scaling;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many workers the queue should have in this process: by the policy that sizes a Deployment, or as many as a person asked for. */
final class LocalScale {

    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

    private final ScalePolicy policy;
    private final CrawlQueueSpec.Limits limits;
    private Scaling last = Scaling.found(0);

    /** @param asked null: by the policy */
    LocalScale(CrawlQueueSpec queue, @Nullable Integer asked) {
        var workers = queue.workers();
        limits = queue.limits();
        policy = new ScalePolicy(
                asked == null ? workers.min() : asked,
                asked == null ? workers.max() : asked,
                workers.concurrency(),
                workers.targetPerWorker(),
                Duration.ofSeconds(workers.scaleDownStabilizationSeconds()),
                STALE_AFTER);
    }

    int decide(Snapshot seen, Instant now) {
        var runs = seen.state() == JobState.RUNNING;
        var demand = new Demand(
                seen.readAt(),
                runs ? seen.waiting() : 0,
                seen.leased(),
                runs ? seen.dueSoon() : 0,
                seen.admissible(),
                Demand.byLimits(limits));
        last = policy.decide(demand, last, now);
        return last.size().workers();
    }
}
