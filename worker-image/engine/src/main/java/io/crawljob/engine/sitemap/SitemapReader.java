package io.crawljob.engine.sitemap;

import io.crawljob.engine.url.CanonicalUrl;

/** Reads sitemaps of every form: XML, its index, RSS, Atom, plain text, and each of them in gzip. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class SitemapReader {

    /** The protocol's bounds, for one sitemap. */
    public static final int MOST_URLS = 50_000;

    public static final int MOST_BYTES = 50 * 1024 * 1024;

    /** Never fails: what comes before an error or a bound is used. */
    public Sitemap read(CanonicalUrl url, byte[] content) {
        throw new UnsupportedOperationException("to come: " + url + content.length);
    }
}
