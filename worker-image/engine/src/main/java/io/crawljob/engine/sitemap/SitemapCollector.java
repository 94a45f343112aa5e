package io.crawljob.engine.sitemap;

import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.parser.Parser;

/** Gathers the URLs of one sitemap. For one use, on one thread. */
final class SitemapCollector {

    private final CanonicalUrl base;
    private final Set<CanonicalUrl> pages = new LinkedHashSet<>();
    private final Set<CanonicalUrl> sitemaps = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /** The element that holds one entry ({@code url}, {@code sitemap}, {@code item}, {@code entry}), with its prefix; empty outside of one. */
    private String entry = "";

    SitemapCollector(CanonicalUrl base) {
        this.base = base;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    Sitemap result() {
        return new Sitemap(
                pages.stream().toList(),
                sitemaps.stream().toList(),
                warnings.stream().toList());
    }

    void xml(XmlScanner scanner) throws IOException {
        while (scanner.next()) {
            var name = scanner.name().toLowerCase(Locale.ROOT);
            var colon = name.indexOf(':');
            var prefix = name.substring(0, colon + 1);
            var local = name.substring(colon + 1);
            if (scanner.isClosing()) closed(prefix, local, scanner.text());
            else opened(prefix, local, scanner);
        }
    }

    private void opened(String prefix, String local, XmlScanner scanner) {
        switch (local) {
            case "url", "sitemap", "item", "entry" -> entry = scanner.isEmptyElement() ? "" : prefix + local;
            case "link" -> {
                var rel = scanner.attribute("rel");
                if (entry.isEmpty() || !(rel.isEmpty() || rel.equals("alternate"))) return;
                add(pages, scanner.attribute("href"));
            }
            case "html" -> warn("it is a page, not a sitemap");
            default -> {}
        }
    }

    /** A {@code loc} with another prefix than its entry belongs to an image or a video. */
    private void closed(String prefix, String local, String text) {
        switch (local) {
            case "loc" -> {
                if (entry.equals(prefix + "sitemap")) add(sitemaps, text);
                else if (entry.equals(prefix + "url")) add(pages, text);
            }
            case "link" -> {
                if (entry.equals(prefix + "item")) add(pages, text);
            }
            case "url", "sitemap", "item", "entry" -> {
                if (entry.equals(prefix + local)) entry = "";
            }
            default -> {}
        }
    }

    /** @param line of a plain list */
    void line(String line) {
        var text = line.strip();
        if (!text.isEmpty()) CanonicalUrl.parse(text).ifPresent(url -> add(pages, url));
    }

    private void add(Set<CanonicalUrl> urls, String escaped) {
        var text = escaped.strip();
        if (text.isEmpty()) return;
        var reference = text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false);
        base.resolve(reference)
                .ifPresentOrElse(url -> add(urls, url), () -> warn("it names what is no URL of http or https"));
    }

    private void add(Set<CanonicalUrl> urls, CanonicalUrl url) {
        if (urls.size() < SitemapReader.MOST_URLS) urls.add(url);
        else if (!urls.contains(url))
            warn("it names more than %d URLs; the others were left out".formatted(SitemapReader.MOST_URLS));
    }
}
