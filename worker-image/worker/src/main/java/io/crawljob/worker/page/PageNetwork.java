package io.crawljob.worker.page;

import io.crawljob.engine.browser.Network;
import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.Outcome;
import io.crawljob.worker.header.JobHeaders;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Want;
import io.crawljob.worker.robots.RobotsAnswer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one page asks for while it is rendered: through the gate, robots.txt and the address guard like every page, one after the other at each host. When the
 * page's own host has no time now, the page is given up for later; without what another host does not give, it has to do. Thread-safe.
 */
final class PageNetwork implements Network {

    private final PageParts parts;
    private final Judgement judgement;
    private final Scripts scripts;
    private final Visit visit;
    private final CanonicalUrl page;
    /** The place at the gate belongs to the item, so it can hold but one in a lane. */
    private final Map<String, ReentrantLock> lanes = new ConcurrentHashMap<>();

    private final AtomicReference<Outcome> reason = new AtomicReference<>();

    PageNetwork(PageParts parts, Judgement judgement, Scripts scripts, Visit visit, CanonicalUrl page) {
        this.parts = parts;
        this.judgement = judgement;
        this.scripts = scripts;
        this.visit = visit;
        this.page = page;
    }

    /** Why the page was given up. */
    Outcome reason() {
        return Objects.requireNonNull(reason.get());
    }

    @Override
    public Optional<FetchOutcome> get(CanonicalUrl url, Use use) throws InterruptedException {
        var namespace = visit.plan().job().namespace();
        if (leadsInside(parts.shared().policies(), namespace, page, url)) {
            return failed(FailureClass.ADDRESS_REFUSED, url.authority() + " is open to pages of its own network only");
        }
        var lane = lanes.computeIfAbsent(url.lane(), _ -> new ReentrantLock());
        lane.lockInterruptibly();
        try {
            return switch (use) {
                case SCRIPT -> script(url);
                case DATA -> ask(url);
            };
        } finally {
            lane.unlock();
        }
    }

    private Optional<FetchOutcome> script(CanonicalUrl url) throws InterruptedException {
        var key = new Scripts.Key(visit.plan().job(), url, !headers(url).all().isEmpty());
        var kept = scripts.find(key);
        if (kept.isPresent()) return Optional.of(kept.get());
        var outcome = ask(url);
        if (outcome.isPresent()
                && outcome.get() instanceof Body body
                && body.validators().mayBeKept()) scripts.keep(key, body);
        return outcome;
    }

    /** A page of the open internet learns nothing of a private network, even where a HostPolicy opens that to the job. */
    static boolean leadsInside(HostPolicies policies, String namespace, CanonicalUrl page, CanonicalUrl url) {
        return policies.forHost(url.host(), namespace).privateAddresses()
                && !policies.forHost(page.host(), namespace).privateAddresses();
    }

    private Optional<FetchOutcome> ask(CanonicalUrl url) throws InterruptedException {
        var want = new Want(
                visit.item(),
                visit.job(),
                url,
                new Want.What(RequestKind.PART, visit.plan().fetch().maxBodyBytes()),
                headers(url));
        if (visit.plan().fetch().obeyRobots()) {
            var answer = parts.robots().rules(want);
            if (!(answer instanceof RobotsAnswer.Rules(var rules))) return notNow(url, robots(answer));
            if (!rules.allows(url)) {
                return failed(FailureClass.ROBOTS_DENIED, "robots.txt of %s forbids it".formatted(url.authority()));
            }
        }
        return switch (parts.requests().askPatiently(want, visit.job().timeout())) {
            case Asked.Refused(var askAgainIn, var why) ->
                notNow(url, judgement.refused(visit.plan(), visit.lease(), why, askAgainIn));
            case Asked.Answered(Failed failed)
            when failed.failure().retry() == FailureClass.Retry.UNCOUNTED ->
                notNow(url, judgement.failed(visit.plan(), visit.lease(), failed));
            case Asked.Answered(var outcome) -> Optional.of(outcome);
        };
    }

    /** A page of elsewhere could read, and pass on, what only the job may see. */
    private JobHeaders headers(CanonicalUrl url) {
        return url.origin().equals(page.origin()) ? visit.headers() : JobHeaders.NONE;
    }

    private Outcome robots(RobotsAnswer answer) {
        return judgement.robots(visit.plan(), visit.lease(), answer).orElseThrow();
    }

    private Optional<FetchOutcome> notNow(CanonicalUrl url, Outcome outcome) {
        if (!url.lane().equals(page.lane())) {
            return failed(FailureClass.RATE_LIMITED, url.authority() + " cannot be asked now");
        }
        reason.compareAndSet(null, outcome);
        return Optional.empty();
    }

    private static Optional<FetchOutcome> failed(FailureClass failure, String message) {
        return Optional.of(new Failed(failure, message, 0, null));
    }
}
