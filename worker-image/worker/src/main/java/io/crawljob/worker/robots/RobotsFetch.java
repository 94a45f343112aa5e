package io.crawljob.worker.robots;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.header.JobHeaders;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.request.Want;
import java.time.Duration;

/** Fetches one robots.txt, over redirects, each hop through the gate. Thread-safe. */
public final class RobotsFetch {

    /** RFC 9309, section 2.3.1.2: five, then it counts as unavailable. */
    private static final int MOST_REDIRECTS = 5;
    /** More is not parsed, so more is not read. */
    private static final long MOST_BYTES = RobotsRules.MOST_BYTES;

    private static final Duration LATER = Duration.ofSeconds(5);
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    private final Requests requests;

    public RobotsFetch(Requests requests) {
        this.requests = requests;
    }

    sealed interface Result {}

    /** @param bytes empty where everything is allowed */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    record Content(byte[] bytes) implements Result {}

    record Without(RobotsAnswer answer) implements Result {}

    Result fetch(Want page) throws InterruptedException {
        var url = CanonicalUrl.parse(page.url().origin() + "/robots.txt").orElseThrow();
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var asked = requests.ask(new Want(
                    page.item(), page.job(), url, new Want.What(RequestKind.ROBOTS, MOST_BYTES), JobHeaders.NONE));
            switch (asked) {
                case Asked.Refused refused -> {
                    return new Without(new RobotsAnswer.Refused(refused.askAgainIn(), refused.reason()));
                }
                case Asked.Answered(FetchOutcome.Body body) -> {
                    return new Content(body.bytes());
                }
                case Asked.Answered(FetchOutcome.Failed failed) -> {
                    return judge(url, failed);
                }
                case Asked.Answered(FetchOutcome.RedirectTo to) -> url = to.target();
            }
        }
        return new Content(new byte[0]);
    }

    private static Result judge(CanonicalUrl url, FetchOutcome.Failed failed) {
        var limited = failed.failure() == FailureClass.RATE_LIMITED || failed.status() >= SERVER_ERRORS;
        if (limited) {
            var after = failed.retryAfter();
            return new Without(new RobotsAnswer.Later(
                    after == null ? LATER : after, "%s cannot be had now: %s".formatted(url, failed.message())));
        }
        if (failed.status() >= CLIENT_ERRORS) return new Content(new byte[0]);
        return new Without(new RobotsAnswer.Failed(failed));
    }

    void reportCrawlDelay(String lane, Duration delay) {
        requests.reportCrawlDelay(lane, delay);
    }
}
