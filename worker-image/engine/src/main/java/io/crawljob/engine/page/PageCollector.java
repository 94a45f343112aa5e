package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.engine.dom.Text;
import io.crawljob.engine.structured.JsonLd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Gathers in one walk what a page says; URLs stay as they are written until the base is known. For one page, on one thread. */
final class PageCollector {

    static final int MOST_LINKS = 20_000;
    private static final int MOST_JSON_LD = 1_000_000;
    private static final int LONGEST_TEXT = 5_000;
    private static final int MOST_OPEN_GRAPH = 200;
    private static final int MOST_ITEMS = 500;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    final Map<String, RawLink> links = new LinkedHashMap<>();
    final Map<String, List<String>> openGraph = new LinkedHashMap<>();
    final Map<String, String> named = new HashMap<>();
    final List<JsonNode> jsonLd = new ArrayList<>();
    final List<Element> microdata = new ArrayList<>();
    final List<Element> rdfa = new ArrayList<>();
    final Set<String> warnings = new LinkedHashSet<>();

    @Nullable
    String title;

    @Nullable
    String language;

    @Nullable
    String base;

    @Nullable
    String canonical;

    @Nullable
    String refresh;

    RobotsDirectives directives;

    private final JsonLd jsonLdReader;
    private final String token;
    private final boolean items;
    private int jsonLdLength;

    /** A reference as it stands. */
    record RawLink(String reference, String rel, Element element) {}

    /** @param items whether microdata, RDFa and JSON-LD are wanted */
    PageCollector(JsonLd jsonLdReader, String token, boolean items, RobotsDirectives fromHeaders) {
        this.jsonLdReader = jsonLdReader;
        this.token = token;
        this.items = items;
        this.directives = fromHeaders;
    }

    void visit(Element element) {
        if (items && element.attributesSize() > 0) item(element);
        switch (element.normalName()) {
            case "a", "area" -> link(element, element.hasAttr("href") ? "href" : "xlink:href", rel(element));
            case "iframe", "frame" -> link(element, "src", "");
            case "link" -> linkElement(element);
            case "meta" -> meta(element);
            case "title" -> {
                if (title == null && isOfHead(element)) title = text(Text.of(element, LONGEST_TEXT));
            }
            case "base" -> {
                if (base == null && element.hasAttr("href")) base = element.attr("href");
            }
            case "html" -> {
                var stated = element.hasAttr("lang") ? element.attr("lang") : element.attr("xml:lang");
                if (language == null) language = text(stated);
            }
            case "script" -> script(element);
            default -> {}
        }
    }

    private void item(Element element) {
        if (element.hasAttr("itemscope") && !element.hasAttr("itemprop") && microdata.size() < MOST_ITEMS) {
            microdata.add(element);
        }
        if (element.hasAttr("typeof") && rdfa.size() < MOST_ITEMS) rdfa.add(element);
    }

    private static boolean isOfHead(Element title) {
        var parent = title.parent();
        return parent == null || !parent.normalName().equals("svg");
    }

    private void link(Element element, String attribute, String rel) {
        if (!element.hasAttr(attribute)) return;
        var reference = element.attr(attribute);
        if (links.size() == MOST_LINKS && !links.containsKey(reference)) {
            warnings.add("the page has more than %d links; the others were left out".formatted(MOST_LINKS));
            return;
        }
        links.putIfAbsent(reference, new RawLink(reference, rel, element));
    }

    private void linkElement(Element element) {
        var rel = " " + rel(element) + " ";
        if (rel.contains(" canonical ") && canonical == null && element.hasAttr("href"))
            canonical = element.attr("href");
        var translation = rel.contains(" alternate ") && element.hasAttr("hreflang");
        if (translation || rel.contains(" next ") || rel.contains(" prev ")) link(element, "href", rel.strip());
    }

    private void meta(Element element) {
        var content = element.attr("content");
        if (element.hasAttr("http-equiv")) {
            equivalent(element.attr("http-equiv").strip().toLowerCase(Locale.ROOT), content);
        }
        var property = element.attr("property").strip();
        if (!property.isEmpty()
                && property.indexOf(':') > 0
                && openGraph.size() < MOST_OPEN_GRAPH
                && text(content) != null) {
            openGraph.computeIfAbsent(property, _ -> new ArrayList<>()).add(String.valueOf(text(content)));
        }
        var name = element.attr("name").strip().toLowerCase(Locale.ROOT);
        if (name.equals("robots") || name.equals(token)) directives = directives.and(content);
        var value = text(content);
        if (!name.isEmpty() && value != null) named.putIfAbsent(name, value);
    }

    private void equivalent(String header, String content) {
        switch (header) {
            case "refresh" -> {
                var reference = Refresh.target(content);
                if (refresh == null && !reference.isEmpty()) refresh = reference;
            }
            case "content-language" -> {
                if (language == null) language = text(content);
            }
            default -> {}
        }
    }

    private void script(Element element) {
        if (!items || !element.attr("type").strip().equalsIgnoreCase("application/ld+json")) return;
        var block = element.data();
        jsonLdLength += block.length();
        if (jsonLdLength > MOST_JSON_LD) {
            warnings.add(
                    "the page has more than %d characters of JSON-LD; a block was left out".formatted(MOST_JSON_LD));
            return;
        }
        jsonLdReader
                .read(block)
                .ifPresentOrElse(jsonLd::addAll, () -> warnings.add("a block of JSON-LD cannot be read"));
    }

    private static String rel(Element element) {
        return element.hasAttr("rel") ? element.attr("rel").strip().toLowerCase(Locale.ROOT) : "";
    }

    /** White space normalised, cut; null if nothing is left. */
    static @Nullable String text(String raw) {
        var text = WHITE_SPACE.matcher(raw.strip()).replaceAll(" ");
        if (text.isEmpty()) return null;
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
