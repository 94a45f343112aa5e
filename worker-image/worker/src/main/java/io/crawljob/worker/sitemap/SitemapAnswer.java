package io.crawljob.worker.sitemap;

import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.queue.Gate;
import java.time.Duration;
import java.util.List;

/** What came of reading a site's sitemaps. */
public sealed interface SitemapAnswer {

    /** @param warnings what could not be read; the crawl goes on without it */
    record Done(List<String> warnings) implements SitemapAnswer {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /** The gate lets nothing start for longer than an item may wait in hand. */
    record Refused(Duration askAgainIn, Gate.Reason reason) implements SitemapAnswer {}

    /** One of them failed in a way that may pass. */
    record Failed(FetchOutcome.Failed failure) implements SitemapAnswer {}

    /** The item is another worker's now. */
    record Lost() implements SitemapAnswer {}
}
