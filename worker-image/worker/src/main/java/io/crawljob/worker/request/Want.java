package io.crawljob.worker.request;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import org.jspecify.annotations.Nullable;

/**
 * A request that an item needs.
 *
 * @param maxBytes of the body, decoded
 * @param known an earlier answer
 */
public record Want(
        Held item,
        JobPlan job,
        CanonicalUrl url,
        RequestKind kind,
        long maxBytes,
        @Nullable Body known) {

    /** Of what nothing is known yet. */
    public Want(Held item, JobPlan job, CanonicalUrl url, RequestKind kind, long maxBytes) {
        this(item, job, url, kind, maxBytes, null);
    }

    /** Only if it has changed since. */
    public Want unless(Body older) {
        return new Want(item, job, url, kind, maxBytes, older);
    }

    public Want withUrl(CanonicalUrl other) {
        return new Want(item, job, other, kind, maxBytes);
    }
}
