package io.crawljob.worker.request;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchLimits;
import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.fetch.FetchRequest;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Gate.Report;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostRule;
import io.crawljob.queue.Pace;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.SharedState;
import io.crawljob.worker.batch.Batches;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.hand.QueueShare;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes requests, each with a place at the gate that it holds from before its start to its end. Thread-safe. */
public final class Requests implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    /** For {@link #askPatiently}: what cannot be done in this time gives its item back. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** Nobody waits for a place that is given back but the end of its item, which waits for others anyway: so several go with one call. */
    private static final Duration GIVE_BACK_WITHIN = Duration.ofMillis(5);

    private static final int BATCH = 64;
    private static final int UNAVAILABLE = 503;
    private final Gate gate;
    private final SharedState shared;
    private final Fetcher fetcher;
    private final WorkerMetrics metrics;
    private final QueueShare share;
    private final Sleeper sleeper;
    private final Batches<Gate.Request, Gate.Grant> reservations;
    private final Batches<Gate.Ended, Boolean> releases;
    private final Batches<String, Boolean> looks;
    private final Pace pace = new Pace();
    private final AtomicLong quickest = new AtomicLong(TimeUnit.SECONDS.toNanos(1));

    /** @param share what the queue leaves this worker */
    public Requests(QueuePorts ports, Fetcher fetcher, WorkerMetrics metrics, Sleeper sleeper, QueueShare share) {
        this.gate = ports.gate();
        this.shared = ports.shared();
        this.share = share;
        this.fetcher = fetcher;
        this.metrics = metrics;
        this.sleeper = sleeper;
        // No wait for what somebody waits for: what comes in while one call is under way goes out with the next.
        this.reservations = new Batches<>("reserve", BATCH, Duration.ZERO, gate::reserve);
        this.looks = new Batches<>("look", BATCH, Duration.ZERO, this::areClosed);
        this.releases = new Batches<>("release", BATCH, GIVE_BACK_WITHIN, this::releaseAll);
    }

    /** One request, one hop. Waits up to the gate's horizon for its start; one that was missed on a busy machine is given back, and another asked for. */
    public Asked ask(Want want) throws InterruptedException {
        var rules = rules(want, shared.policies());
        var asked = ask(want, rules);
        if (!isRefusedByAddress(asked)) return asked;
        // For good, so by the policies of this moment: one that allows it may be a second old.
        var rulesNow = rules(want, shared.policiesNow());
        return rulesNow.equals(rules) ? asked : ask(want, rulesNow);
    }

    /** @param proxy where there is none, the same as the site's */
    private record Rules(HostRule site, HostRule proxy) {}

    private Rules rules(Want want, HostPolicies policies) {
        var namespace = want.job().plan().job().namespace();
        var site = policies.forHost(want.url().host(), namespace);
        var proxy = fetcher.proxy().map(it -> policies.forHost(it.url().host(), namespace));
        return new Rules(site, proxy.orElse(site));
    }

    private static boolean isRefusedByAddress(Asked asked) {
        return asked instanceof Asked.Answered(FetchOutcome.Failed failed)
                && failed.failure() == FailureClass.ADDRESS_REFUSED;
    }

    private Asked ask(Want want, Rules rules) throws InterruptedException {
        var place = new Gate.Request(
                want.url().lane(),
                want.item().member(),
                rules.site().budget(),
                share.pool().orElse(null));
        var turn = new Turn(place.lane(), new Entrance(want, place), pace, sleeper, metrics);
        try {
            if (!turn.begin()) return refused(turn.refused().orElseThrow());
            var begun = System.nanoTime();
            var outcome = fetcher.fetch(request(want, rules), turn::mayGo);
            var late = turn.refused();
            if (late.isPresent()) return refused(late.get());
            metrics.requested(want.kind(), Duration.ofNanos(System.nanoTime() - begun));
            tell(place.lane(), report(outcome));
            return new Asked.Answered(outcome);
        } finally {
            if (want.item().holdsNoMore(place)) want.item().givesBack(release(place, turn.sentAgo()));
        }
    }

    private final class Entrance implements Turn.Porter {

        private final Want want;
        private final Gate.Request place;

        Entrance(Want want, Gate.Request place) {
            this.want = want;
            this.place = place;
        }

        @Override
        public Turn.Word ask() throws InterruptedException {
            var asked = System.nanoTime();
            var grant = reserve(place);
            if (grant instanceof Gate.Grant.Start) want.item().holds(place);
            return new Turn.Word(grant, asked + leastRoundTrip(System.nanoTime() - asked));
        }

        @Override
        public boolean isClosed() throws InterruptedException {
            // With one request at a time the last one's answer is known to the gate before the next start is given.
            return place.budget().maxConcurrent() > 1 && looks.ask(place.lane());
        }
    }

    private List<Boolean> areClosed(List<String> lanes) {
        return gate.read(lanes).stream().map(Gate.LaneState::closed).toList();
    }

    private Asked refused(Gate.Grant.Refused refused) {
        metrics.refusedByGate(refused.reason());
        if (refused.byPool()) share.refused(refused.askAgainIn());
        return new Asked.Refused(refused.askAgainIn(), refused.reason());
    }

    /**
     * As {@link #ask}, but waits in hand while the host only asks for its pace: for an item that would have to begin anew.
     *
     * @param longest a longer wait than this ends it
     */
    public Asked askPatiently(Want want, Duration longest) throws InterruptedException {
        while (true) {
            var asked = ask(want);
            if (!(asked instanceof Asked.Refused refused) || !isWorthWaiting(refused, longest)) return asked;
            sleeper.sleep(refused.askAgainIn());
        }
    }

    private static boolean isWorthWaiting(Asked.Refused refused, Duration longest) {
        return switch (refused.reason()) {
            case DELAY, CONCURRENCY, RATE -> refused.askAgainIn().compareTo(longest) <= 0;
            case BLOCKED, RATE_LIMITED, UNREACHABLE -> false;
        };
    }

    private Gate.Grant reserve(Gate.Request place) throws InterruptedException {
        var grant = reservations.submit(place);
        try {
            return Batches.await(grant);
        } catch (InterruptedException e) {
            // A place that is granted to nobody would hold up its lane until it ends by itself.
            var _ = grant.thenCompose(_ -> releases.submit(new Gate.Ended(place, null)));
            throw e;
        }
    }

    /** The quickest answer of late: what one takes longer than that is lateness, and a Redis that is far away for all is not. */
    private long leastRoundTrip(long took) {
        return quickest.updateAndGet(least -> Math.min(took, least + least / 64 + 1_000));
    }

    /** An answer that is here is not lost because Redis is away: then the place ends by itself, and the host says so again. */
    private void tell(String lane, Optional<Report> report) {
        try {
            if (report.isPresent()) gate.report(lane, report.get());
        } catch (QueueUnavailableException e) {
            LOG.debug("the gate was not told of an answer of {}: {}", lane, e.getMessage());
        }
    }

    /** The next start is as far from when this request really went out as from one that went out in time. */
    private CompletableFuture<?> release(Gate.Request place, @Nullable Duration sentAgo) {
        return releases.submit(new Gate.Ended(place, sentAgo)).whenComplete((_, e) -> {
            if (e != null) LOG.debug("a place in {} was not given back: {}", place.lane(), e.getMessage());
        });
    }

    private static FetchRequest request(Want want, Rules rules) {
        var limits = new FetchLimits(want.job().timeout(), want.maxBytes(), whenTooLarge(want.kind()));
        return new FetchRequest(
                want.url(),
                want.job().userAgent(),
                limits,
                addresses(rules.site()),
                want.known(),
                want.headers().to(want.url()),
                addresses(rules.proxy()),
                want.headers().cookies());
    }

    private static AddressPolicy addresses(HostRule rule) {
        return new AddressPolicy(rule.privateAddresses(), rule.extraPorts());
    }

    private static WhenTooLarge whenTooLarge(RequestKind kind) {
        return switch (kind) {
            case PAGE, PART -> WhenTooLarge.FAIL;
            case ROBOTS, SITEMAP -> WhenTooLarge.CUT;
        };
    }

    private List<Boolean> releaseAll(List<Gate.Ended> places) {
        gate.end(places);
        return places.stream().map(place -> true).toList();
    }

    /** What the answer says about the host; empty when nothing was heard of it. */
    private static Optional<Report> report(FetchOutcome outcome) {
        return switch (outcome) {
            case FetchOutcome.Body _, FetchOutcome.RedirectTo _ -> Optional.of(new Report.Answered());
            case FetchOutcome.Failed failed -> report(failed);
        };
    }

    private static Optional<Report> report(FetchOutcome.Failed failed) {
        if (failed.failure() == FailureClass.DNS || failed.failure() == FailureClass.CONNECT) {
            return Optional.of(new Report.ConnectFailed());
        }
        if (failed.failure() == FailureClass.RATE_LIMITED || failed.status() == UNAVAILABLE) {
            var after = failed.retryAfter();
            return Optional.of(after == null ? new Report.Overloaded() : new Report.RetryAfter(after));
        }
        return failed.failure() == FailureClass.HTTP_4XX ? Optional.of(new Report.Answered()) : Optional.empty();
    }

    /** A Crawl-delay that robots.txt names; zero when it names none. */
    public void reportCrawlDelay(String lane, Duration delay) {
        gate.report(lane, new Report.CrawlDelay(delay));
    }

    @Override
    public void close() {
        reservations.close();
        releases.close();
        looks.close();
    }
}
