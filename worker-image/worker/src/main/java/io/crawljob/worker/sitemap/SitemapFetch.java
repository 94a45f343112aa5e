package io.crawljob.worker.sitemap;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.sitemap.SitemapReader;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.probe.WorkerMetrics.RequestKind;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.request.Want;

/** Fetches one sitemap, over redirects. Unlike a page it waits in hand when the gate refuses, so that a walk need not begin anew for each. Thread-safe. */
public final class SitemapFetch {

    private static final int MOST_REDIRECTS = 5;

    private final Requests requests;

    public SitemapFetch(Requests requests) {
        this.requests = requests;
    }

    /** An answer is never a redirect. */
    Asked fetch(Want page, CanonicalUrl sitemap) throws InterruptedException {
        var want = new Want(
                page.item(),
                page.job(),
                sitemap,
                new Want.What(RequestKind.SITEMAP, SitemapReader.MOST_BYTES),
                page.headers());
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var asked = requests.askPatiently(want, Requests.LONGEST_WAIT);
            if (!(asked instanceof Asked.Answered(FetchOutcome.RedirectTo to))) return asked;
            want = want.withUrl(to.target());
        }
        return new Asked.Answered(new FetchOutcome.Failed(
                FailureClass.REDIRECT, "more than %d redirects from %s".formatted(MOST_REDIRECTS, sitemap), 0, null));
    }
}
