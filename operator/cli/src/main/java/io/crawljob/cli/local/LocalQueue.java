package io.crawljob.cli.local;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.operator.lifecycle.QueueTerms;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.QueueUnavailableException;
import java.util.List;

/** The job's CrawlQueue in a local run: the one of the manifest, or an empty one. */
record LocalQueue(QueueKey key, CrawlQueueSpec spec, Gate gate) {

    boolean suspended() {
        return spec.suspend();
    }

    /** Also that it has none: the Redis may be an older one, of a run with other limits. */
    void publish(Jobs jobs) {
        jobs.limit(key, limits());
    }

    QueueTerms terms() {
        var retention = spec.retention();
        var maxWaiting = spec.jobs().maxWaitingUrls();
        return new QueueTerms(
                limits(),
                !limits().none() && isReached(),
                maxWaiting,
                new Allowance(maxWaiting, retention.eventsPerJob(), retention.deadLettersPerJob()));
    }

    private QueueLimits limits() {
        return new QueueLimits(0, spec.limits().pagesPerMinute(), spec.limits().maxConcurrent());
    }

    private boolean isReached() {
        try {
            return gate.read(List.of(QueueLimits.lane(key))).getFirst().waited();
        } catch (QueueUnavailableException e) {
            // The reading of the job says so.
            return false;
        }
    }
}
