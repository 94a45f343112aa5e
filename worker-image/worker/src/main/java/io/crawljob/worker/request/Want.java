package io.crawljob.worker.request;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.header.JobHeaders;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import org.jspecify.annotations.Nullable;

/**
 * A request that an item needs.
 *
 * @param what kind of request, and how much of its answer
 * @param headers and cookies of the job; none for robots.txt, which all jobs share
 * @param known an earlier answer
 */
public record Want(
        Held item,
        JobPlan job,
        CanonicalUrl url,
        What what,
        JobHeaders headers,
        @Nullable Body known) {

    /** @param maxBytes of the body, decoded */
    public record What(RequestKind kind, long maxBytes) {}

    /** Of what nothing is known yet. */
    public Want(Held item, JobPlan job, CanonicalUrl url, What what, JobHeaders headers) {
        this(item, job, url, what, headers, null);
    }

    /** Only if it has changed since. */
    public Want unless(Body older) {
        return new Want(item, job, url, what, headers, older);
    }

    public Want withUrl(CanonicalUrl other) {
        return new Want(item, job, other, what, headers);
    }

    RequestKind kind() {
        return what.kind();
    }

    long maxBytes() {
        return what.maxBytes();
    }
}
