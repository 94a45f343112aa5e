package io.crawljob.queue;

import org.jspecify.annotations.Nullable;

/**
 * The payload of an item that is a page to fetch.
 *
 * @param url canonical
 * @param parent the canonical URL of the page (or sitemap) that named it first; null for a seed
 * @param sitemaps whether the worker is to read the sitemaps of this seed's host while it holds the item
 */
public record PageItem(String url, @Nullable String parent, boolean sitemaps) {

    private static final String SITEMAPS = "s";

    /** Compact, because a frontier holds millions: the URL alone, then what is not usual, separated by spaces (a canonical URL has none). */
    public String encode() {
        if (parent == null && !sitemaps) return url;
        return url + " " + (parent == null ? "" : parent) + (sitemaps ? " " + SITEMAPS : "");
    }

    /** @throws IllegalArgumentException if the payload is not one that {@link #encode} has written */
    public static PageItem decode(String payload) {
        var parts = payload.split(" ", -1);
        if (parts[0].isEmpty() || parts.length > 3 || (parts.length == 3 && !parts[2].equals(SITEMAPS))) {
            throw new IllegalArgumentException("not a page item: " + payload);
        }
        var parent = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null;
        return new PageItem(parts[0], parent, parts.length == 3);
    }
}
