package io.crawljob.worker.page;

import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Lease;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Plan;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.header.JobHeaders;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.request.Want;

/**
 * One page in hand.
 *
 * @param url the one that the item stands for
 */
record Visit(Held item, JobPlan job, JobHeaders headers, PageItem page, CanonicalUrl url) {

    Lease lease() {
        return item.lease();
    }

    Plan plan() {
        return job.plan();
    }

    /** What a request for it would say now of what hosts have set. */
    String cookies(CanonicalUrl hop) {
        var cookies = headers.cookies();
        return cookies == null ? "" : cookies.to(hop);
    }

    boolean readsSitemaps() {
        return page.sitemaps() && job.readsSitemaps();
    }

    Want want(CanonicalUrl hop) {
        return new Want(
                item, job, hop, new Want.What(RequestKind.PAGE, plan().fetch().maxBodyBytes()), headers);
    }
}
