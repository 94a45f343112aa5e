package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.crawljob.engine.article.ArticleReader;
import io.crawljob.engine.dom.Dom;
import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.dom.Text;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.field.FieldReader;
import io.crawljob.engine.product.ProductReader;
import io.crawljob.engine.robots.ProductToken;
import io.crawljob.engine.structured.Items;
import io.crawljob.engine.structured.JsonLd;
import io.crawljob.engine.structured.Microdata;
import io.crawljob.engine.structured.RdfaLite;
import io.crawljob.engine.trap.Likeness;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Reads pages. Thread-safe. */
public final class PageReader {

    /** Of HTML; what comes after is left out, with a warning. */
    static final int MOST_HTML_BYTES = 5 * 1_024 * 1_024;

    private static final int LONGEST_LINK_TEXT = 200;

    private final JsonLd jsonLd = new JsonLd();
    private final String token;
    private final Extraction extraction;
    private final ParseBudget budget;

    /**
     * @param userAgent our whole User-Agent header: directives may be addressed to its product token
     * @param budget the process's
     */
    public PageReader(String userAgent, Extraction extraction, ParseBudget budget) {
        this.budget = budget;
        this.token = ProductToken.of(userAgent).toLowerCase(Locale.ROOT);
        this.extraction = extraction;
    }

    /** What is read besides links, title and language. */
    public Extraction extraction() {
        return extraction;
    }

    /** As {@link #read(Body, boolean)}, without its likeness. */
    public Page read(Body body) {
        return read(body, false);
    }

    /**
     * Never fails: what cannot be read is passed over, with a warning where it matters.
     *
     * @param likeness whether it is asked for: it takes a look at every character
     */
    public Page read(Body body, boolean likeness) {
        var directives = RobotsDirectives.NONE;
        for (var header : body.robotsTags()) directives = directives.andHeader(header, token);
        var type = mediaType(body);
        var name = type.name();
        var collector = new PageCollector(jsonLd, token, extraction.needsItems(), directives);
        if (body.cut()) collector.warnings.add("the body was cut at %d bytes".formatted(body.bytes().length));
        if (isHtml(name)) return html(body, type, collector, likeness);
        return new Page(
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
                List.copyOf(collector.warnings),
                Extracted.NOTHING,
                null);
    }

    /** Whether the page is HTML with a script, and has nothing to read before it has run. */
    public boolean needsScripts(Body body) {
        var type = mediaType(body);
        if (!isHtml(type.name())) return false;
        var bytes = body.bytes();
        var text = new String(bytes, 0, Math.min(bytes.length, MOST_HTML_BYTES), CharsetDecision.decide(bytes, type));
        try (var tree = budget.parse(text, type.name().endsWith("+xml"))) {
            return ScriptsNeeded.of(tree.document());
        }
    }

    /** Whether a browser would show it as a page. */
    public static boolean isHtml(Body body) {
        return isHtml(mediaType(body).name());
    }

    private static boolean isHtml(String type) {
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    private static MediaType mediaType(Body body) {
        var type = MediaType.parse(body.contentType());
        return type.name().isEmpty() ? new MediaType(MediaType.sniff(body.bytes()), type.charset()) : type;
    }

    private Page html(Body body, MediaType type, PageCollector collector, boolean likeness) {
        var bytes = body.bytes();
        var length = Math.min(bytes.length, MOST_HTML_BYTES);
        if (length < bytes.length)
            collector.warnings.add("only the first %d of %d bytes were read".formatted(length, bytes.length));
        var charset = CharsetDecision.decide(bytes, type);
        var text = new String(bytes, 0, length, charset);
        try (var tree = budget.parse(text, type.name().endsWith("+xml"))) {
            if (tree.cut()) collector.warnings.add("the page grows beyond what is read; its end was left out");
            Dom.walk(tree.document(), collector::visit);
            var like = likeness ? Likeness.of(tree.document(), body.url()) : null;
            return page(body, type, collector, charset, tree.document(), like);
        }
    }

    private Page page(
            Body body,
            MediaType type,
            PageCollector collector,
            Charset charset,
            Document document,
            @Nullable Long likeness) {
        var base = collector.base == null
                ? body.url()
                : body.url().resolve(collector.base).orElse(body.url());
        var canonical = resolve(base, collector.canonical);
        var language = language(collector, body);
        var items = new Items(
                collector.jsonLd,
                Microdata.read(collector.microdata, base),
                RdfaLite.read(collector.rdfa, base),
                collector.openGraph);
        var extracted = new Extracted(
                extraction.article() ? article(document) : null,
                extraction.product()
                        ? ProductReader.read(items, base, canonical == null ? body.url() : canonical, orEmpty(language))
                        : null,
                FieldReader.read(document, extraction.fields(), base, orEmpty(language), collector.warnings));
        return new Page(
                true,
                type.name(),
                collector.title,
                language,
                Metadata.write(collector.named, canonical, items),
                links(collector, base, charset),
                collector.directives.noindex(),
                collector.directives.nofollow(),
                canonical,
                resolve(base, collector.refresh),
                List.copyOf(collector.warnings),
                extracted,
                likeness);
    }

    private static @Nullable String article(Document document) {
        var text = ArticleReader.read(document);
        return text.isEmpty() ? null : text;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable CanonicalUrl resolve(CanonicalUrl base, @Nullable String reference) {
        return reference == null ? null : base.resolve(reference).orElse(null);
    }

    private static @Nullable String language(PageCollector collector, Body body) {
        if (collector.language != null) return collector.language;
        var locale = collector.openGraph.get("og:locale");
        if (locale != null) return locale.getFirst().replace('_', '-');
        var header = body.contentLanguage();
        // Several languages are the audience's, not the text's.
        return header.isBlank() || header.indexOf(',') >= 0 ? null : header.strip();
    }

    private List<PageLink> links(PageCollector collector, CanonicalUrl base, Charset charset) {
        Map<CanonicalUrl, PageLink> links = new LinkedHashMap<>();
        for (var raw : collector.links.values()) {
            base.resolve(raw.reference(), charset).ifPresent(url -> {
                if (!links.containsKey(url)) links.put(url, new PageLink(url, raw.rel(), linkText(raw)));
            });
        }
        return List.copyOf(links.values());
    }

    private String linkText(PageCollector.RawLink raw) {
        return extraction.links() ? Text.of(raw.element(), LONGEST_LINK_TEXT) : "";
    }
}
