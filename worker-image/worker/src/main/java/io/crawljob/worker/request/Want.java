package io.crawljob.worker.request;

import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;

/**
 * A request that an item needs.
 *
 * @param maxBytes of the body, decoded
 */
public record Want(Held item, JobPlan job, CanonicalUrl url, RequestKind kind, long maxBytes) {

    public Want withUrl(CanonicalUrl other) {
        return new Want(item, job, other, kind, maxBytes);
    }
}
