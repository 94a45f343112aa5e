package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.SharedState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that jobs of a namespace keep for each other, for jobs with {@code cacheSeconds}: a young one is used without a request, an older one is asked
 * for only if it has changed. Redis that is away or full costs nothing but requests. Thread-safe.
 */
final class PageCache {

    private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);
    /** Past its time a page is of use for as long: to learn that it has not changed. */
    private static final Duration KEPT = Duration.ofDays(7);
    /** A larger body is not kept. */
    private static final int LARGEST = 1 << 20;

    private static final int OK = 200;

    private final SharedState shared;
    private final Clock clock;

    PageCache(SharedState shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /** @param fresh whether it is young enough to need no request */
    record Found(KeptPage page, Body body, boolean fresh) {}

    Optional<Found> find(Plan plan, CanonicalUrl url) {
        if (!isUsedBy(plan)) return Optional.empty();
        try {
            return shared.page(plan.job().namespace(), id(plan, url))
                    .flatMap(KeptPage::decode)
                    .flatMap(page -> page.body(url, plan.fetch().maxBodyBytes()).map(body -> found(plan, page, body)));
        } catch (QueueUnavailableException e) {
            LOG.debug("no kept page of {}: {}", url, e.getMessage());
            return Optional.empty();
        }
    }

    private Found found(Plan plan, KeptPage page, Body body) {
        var age = Duration.between(page.fetchedAt(), clock.instant());
        return new Found(page, body, age.toSeconds() < plan.fetch().cacheSeconds());
    }

    /** What came new, or was confirmed. */
    void keep(Plan plan, Body body) {
        var whole = body.status() == OK || body.isUnchanged();
        if (!isUsedBy(plan) || !whole || !body.validators().mayBeKept()) return;
        if (body.cut() || body.bytes().length > LARGEST) return;
        try {
            shared.storePage(
                    plan.job().namespace(),
                    id(plan, body.url()),
                    KeptPage.of(body, clock.instant()).encode(),
                    KEPT);
        } catch (QueueUnavailableException | QueueFullException e) {
            LOG.debug("{} was not kept: {}", body.url(), e.getMessage());
        }
    }

    /** What a page shows to who sends headers of its own, such as a password, or cookies, is nobody else's. */
    private static boolean isUsedBy(Plan plan) {
        var fetch = plan.fetch();
        return fetch.cacheSeconds() > 0 && fetch.headers().isEmpty() && fetch.cookies() == Plan.Cookies.IGNORE;
    }

    /** Another agent may be given another page. */
    private static long id(Plan plan, CanonicalUrl url) {
        return url.fingerprint() ^ (plan.fetch().userAgent().hashCode() * 0x9e3779b97f4a7c15L);
    }
}
