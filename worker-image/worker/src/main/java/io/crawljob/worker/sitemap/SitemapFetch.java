package io.crawljob.worker.sitemap;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.sitemap.SitemapReader;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.request.Want;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;

/** Fetches one sitemap, over redirects. Unlike a page it waits in hand when the gate refuses, so that a walk need not begin anew for each. Thread-safe. */
public final class SitemapFetch {

    private static final int MOST_REDIRECTS = 5;
    /** A longer wait gives the item back. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Requests requests;
    private final Sleeper sleeper;

    public SitemapFetch(Requests requests, Sleeper sleeper) {
        this.requests = requests;
        this.sleeper = sleeper;
    }

    /** An answer is never a redirect. */
    Asked fetch(Want page, CanonicalUrl sitemap) throws InterruptedException {
        var want = new Want(page.item(), page.job(), sitemap, RequestKind.SITEMAP, SitemapReader.MOST_BYTES);
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var asked = patiently(want);
            if (!(asked instanceof Asked.Answered(FetchOutcome.RedirectTo to))) return asked;
            want = want.withUrl(to.target());
        }
        return new Asked.Answered(new FetchOutcome.Failed(
                FailureClass.REDIRECT, "more than %d redirects from %s".formatted(MOST_REDIRECTS, sitemap), 0, null));
    }

    private Asked patiently(Want want) throws InterruptedException {
        while (true) {
            var asked = requests.ask(want);
            if (!(asked instanceof Asked.Refused refused) || !worthWaiting(refused)) return asked;
            sleeper.sleep(refused.askAgainIn());
        }
    }

    private static boolean worthWaiting(Asked.Refused refused) {
        return switch (refused.reason()) {
            case DELAY, CONCURRENCY, RATE -> refused.askAgainIn().compareTo(LONGEST_WAIT) <= 0;
            case BLOCKED, RATE_LIMITED, UNREACHABLE -> false;
        };
    }
}
