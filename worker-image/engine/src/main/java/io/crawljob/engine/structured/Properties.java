package io.crawljob.engine.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.crawljob.engine.dom.Text;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/** What an element says as the value of a property, and how an item takes it. */
final class Properties {

    private static final int LONGEST = 5_000;
    private static final Set<String> SOURCES = Set.of("audio", "embed", "iframe", "img", "source", "track", "video");
    private static final Set<String> LINKS = Set.of("a", "area", "link");
    private static final List<String> SCHEMA_ORG = List.of(
            "https://schema.org/",
            "http://schema.org/",
            "https://www.schema.org/",
            "http://www.schema.org/",
            "schema:");

    private Properties() {}

    /** {@code content} goes first on every element, as pages use it. */
    static String value(Element element, CanonicalUrl base) {
        var name = element.normalName();
        if (element.hasAttr("content")) return cut(element.attr("content"));
        if (SOURCES.contains(name)) return resolved(element, "src", base);
        if (LINKS.contains(name)) return resolved(element, "href", base);
        return switch (name) {
            case "object" -> resolved(element, "data", base);
            case "data", "meter" -> cut(element.attr("value"));
            case "time" -> cut(element.hasAttr("datetime") ? element.attr("datetime") : Text.of(element, LONGEST));
            default -> Text.of(element, LONGEST);
        };
    }

    private static String resolved(Element element, String attribute, CanonicalUrl base) {
        var reference = element.attr(attribute);
        return base.resolve(reference).map(CanonicalUrl::toString).orElseGet(() -> cut(reference));
    }

    /** A second value of one name makes an array. */
    static void add(ObjectNode item, String name, JsonNode value) {
        switch (item.get(name)) {
            case null -> item.set(name, value);
            case ArrayNode several -> several.add(value);
            case JsonNode one -> item.putArray(name).add(one).add(value);
        }
    }

    static void addText(ObjectNode item, String name, String value) {
        if (!value.isEmpty()) add(item, name, TextNode.valueOf(value));
    }

    static ObjectNode item(String types) {
        var item = JsonNodeFactory.instance.objectNode();
        for (var type : types.strip().split("\\s+", -1)) addText(item, "@type", shortened(type));
        return item;
    }

    /** Names of schema.org's vocabulary without their address. */
    static String shortened(String name) {
        for (var prefix : SCHEMA_ORG) {
            if (name.startsWith(prefix)) return name.substring(prefix.length());
        }
        return name;
    }

    private static String cut(String text) {
        var stripped = text.strip();
        return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST);
    }
}
