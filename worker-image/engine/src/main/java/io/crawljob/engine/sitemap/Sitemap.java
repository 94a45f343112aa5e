package io.crawljob.engine.sitemap;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;

/**
 * What a sitemap names.
 *
 * @param pages unique, in order, at most {@link SitemapReader#MOST_URLS}
 * @param sitemaps further ones, of an index; the caller bounds how deep it goes and asks for none twice
 * @param warnings what was cut or could not be read
 */
public record Sitemap(List<CanonicalUrl> pages, List<CanonicalUrl> sitemaps, List<String> warnings) {

    public Sitemap {
        pages = List.copyOf(pages);
        sitemaps = List.copyOf(sitemaps);
        warnings = List.copyOf(warnings);
    }
}
