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
import io.crawljob.worker.batch.Batches;
import io.crawljob.worker.policy.HostRule;
import io.crawljob.worker.policy.Policies;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes requests, each with a place at the gate that it holds from before its start to its end. Thread-safe. */
public final class Requests implements AutoCloseable {

    private static final int BATCH = 64;
    private static final int UNAVAILABLE = 503;

    private final Gate gate;
    private final Policies policies;
    private final Fetcher fetcher;
    private final WorkerMetrics metrics;
    private final Sleeper sleeper;
    private final Batches<Gate.Request, Gate.Grant> reservations;
    private final Batches<Gate.Request, Boolean> releases;

    public Requests(Gate gate, Policies policies, Fetcher fetcher, WorkerMetrics metrics, Sleeper sleeper) {
        this.gate = gate;
        this.policies = policies;
        this.fetcher = fetcher;
        this.metrics = metrics;
        this.sleeper = sleeper;
        // No wait: what comes in while one call is under way goes out with the next.
        this.reservations = new Batches<>("reserve", BATCH, Duration.ZERO, gate::reserve);
        this.releases = new Batches<>("release", BATCH, Duration.ZERO, this::releaseAll);
    }

    /** One request, one hop. Waits up to the gate's horizon for its start. */
    public Asked ask(Want want) throws InterruptedException {
        var rule = policies.rule(want.url().host());
        var place = new Gate.Request(want.url().lane(), want.item().member(), rule.budget());
        return switch (reservations.ask(place)) {
            case Gate.Grant.Refused refused -> {
                metrics.refusedByGate(refused.reason());
                yield new Asked.Refused(refused.askAgainIn(), refused.reason());
            }
            case Gate.Grant.Start start -> new Asked.Answered(askAt(start.in(), place, want, rule));
        };
    }

    private FetchOutcome askAt(Duration in, Gate.Request place, Want want, HostRule rule) throws InterruptedException {
        want.item().holds(place);
        try {
            if (in.isPositive()) sleeper.sleep(in);
            var begun = System.nanoTime();
            var outcome = fetcher.fetch(request(want, rule));
            metrics.requested(want.kind(), Duration.ofNanos(System.nanoTime() - begun));
            var report = report(outcome);
            if (report.isPresent()) gate.report(place.lane(), report.get());
            return outcome;
        } finally {
            want.item().holdsNoMore(place);
            releases.ask(place);
        }
    }

    private static FetchRequest request(Want want, HostRule rule) {
        var addresses =
                new AddressPolicy(rule.allowsPrivate(want.job().plan().job().namespace()), rule.extraPorts());
        // The beginning of a robots.txt or a sitemap is of use, that of a page is not what was asked for.
        var whenTooLarge = want.kind() == RequestKind.PAGE ? WhenTooLarge.FAIL : WhenTooLarge.CUT;
        var limits = new FetchLimits(want.job().timeout(), want.maxBytes(), whenTooLarge);
        return new FetchRequest(want.url(), want.job().userAgent(), limits, addresses);
    }

    private List<Boolean> releaseAll(List<Gate.Request> places) {
        gate.release(places);
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
    }
}
