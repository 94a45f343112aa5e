package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.robots.ProductToken;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Reads pages. Thread-safe. Large pages wait for each other, so that memory stays bounded whatever comes at once. */
public final class PageReader {

    /** Of HTML; what comes after is left out, with a warning. A tree takes some ten times the bytes of its text. */
    static final int MOST_HTML_BYTES = 5 * 1_024 * 1_024;

    private static final int SMALL = 256 * 1_024;
    private static final int LONGEST_LINK_TEXT = 200;

    private final Semaphore largeBytes = new Semaphore(MOST_HTML_BYTES, true);
    private final JsonLd jsonLd = new JsonLd();
    private final String token;

    /** @param userAgent our whole User-Agent header: directives may be addressed to its product token */
    public PageReader(String userAgent) {
        this.token = ProductToken.of(userAgent).toLowerCase(Locale.ROOT);
    }

    /** Never fails: what cannot be read is passed over, with a warning where it matters. */
    public Page read(Body body) {
        var directives = RobotsDirectives.NONE;
        for (var header : body.robotsTags()) directives = directives.andHeader(header, token);
        var type = MediaType.parse(body.contentType());
        var name = type.name().isEmpty() ? MediaType.sniff(body.bytes()) : type.name();
        var collector = new PageCollector(jsonLd, token, directives);
        if (body.cut()) collector.warnings.add("the body was cut at %d bytes".formatted(body.bytes().length));
        return switch (name) {
            case "text/html", "application/xhtml+xml" -> html(body, new MediaType(name, type.charset()), collector);
            default ->
                new Page(
                        false,
                        name,
                        null,
                        language(collector, body),
                        JsonNodeFactory.instance.objectNode(),
                        List.of(),
                        directives.noindex(),
                        directives.nofollow(),
                        null,
                        null,
                        List.copyOf(collector.warnings));
        };
    }

    private Page html(Body body, MediaType type, PageCollector collector) {
        var bytes = body.bytes();
        var length = Math.min(bytes.length, MOST_HTML_BYTES);
        if (length < bytes.length)
            collector.warnings.add("only the first %d of %d bytes were read".formatted(length, bytes.length));
        var charset = CharsetDecision.decide(bytes, type);
        var permits = length > SMALL ? length : 0;
        largeBytes.acquireUninterruptibly(permits);
        try {
            var text = new String(bytes, 0, length, charset);
            Document document = Dom.parse(text, type.name().endsWith("+xml"));
            Dom.walk(document, collector::visit);
            return page(body, type, collector, charset);
        } finally {
            largeBytes.release(permits);
        }
    }

    private static Page page(Body body, MediaType type, PageCollector collector, Charset charset) {
        var base = collector.base == null
                ? body.url()
                : body.url().resolve(collector.base).orElse(body.url());
        var canonical = resolve(base, collector.canonical);
        return new Page(
                true,
                type.name(),
                collector.title,
                language(collector, body),
                metadata(collector, canonical),
                links(collector, base, charset),
                collector.directives.noindex(),
                collector.directives.nofollow(),
                canonical,
                resolve(base, collector.refresh),
                List.copyOf(collector.warnings));
    }

    private static @Nullable CanonicalUrl resolve(CanonicalUrl base, @Nullable String reference) {
        return reference == null ? null : base.resolve(reference).orElse(null);
    }

    private static @Nullable String language(PageCollector collector, Body body) {
        if (collector.language != null) return collector.language;
        var header = body.contentLanguage();
        // Several languages are the audience's, not the text's.
        return header.isBlank() || header.indexOf(',') >= 0 ? null : header.strip();
    }

    private static List<PageLink> links(PageCollector collector, CanonicalUrl base, Charset charset) {
        Map<CanonicalUrl, PageLink> links = new LinkedHashMap<>();
        for (var raw : collector.links.values()) {
            base.resolve(raw.reference(), charset).ifPresent(url -> {
                if (!links.containsKey(url)) links.put(url, new PageLink(url, raw.rel(), linkText(raw)));
            });
        }
        return List.copyOf(links.values());
    }

    private static String linkText(PageCollector.RawLink raw) {
        var text = raw.element().text();
        return text.length() <= LONGEST_LINK_TEXT ? text : text.substring(0, LONGEST_LINK_TEXT);
    }

    private static ObjectNode metadata(PageCollector collector, @Nullable CanonicalUrl canonical) {
        var metadata = JsonNodeFactory.instance.objectNode();
        for (var name : List.of("description", "keywords", "author", "generator")) {
            var value = collector.named.get(name);
            if (value != null) metadata.put(name, value);
        }
        if (canonical != null) metadata.put("canonical", canonical.toString());
        if (!collector.openGraph.isEmpty()) {
            var openGraph = metadata.putObject("openGraph");
            collector.openGraph.forEach((property, values) -> {
                if (values.size() == 1) openGraph.put(property, values.getFirst());
                else
                    values.forEach(openGraph.withArray(
                            "/" + property.replace("~", "~0").replace("/", "~1"))::add);
            });
        }
        if (!collector.jsonLd.isEmpty()) metadata.putArray("jsonLd").addAll(collector.jsonLd);
        return metadata;
    }
}
