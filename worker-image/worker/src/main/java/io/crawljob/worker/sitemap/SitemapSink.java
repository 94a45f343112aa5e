package io.crawljob.worker.sitemap;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;

/** Takes the pages that a sitemap names. */
@FunctionalInterface
public interface SitemapSink {

    /** False when the item is not this worker's any more. */
    boolean pages(List<CanonicalUrl> urls, CanonicalUrl sitemap) throws InterruptedException;
}
