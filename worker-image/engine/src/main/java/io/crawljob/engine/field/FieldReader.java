package io.crawljob.engine.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.crawljob.engine.dom.Text;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.engine.value.Dates;
import io.crawljob.engine.value.Numbers;
import io.crawljob.engine.value.Truths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Picks the values of a job's fields from one page. For one page, on one thread. */
public final class FieldReader {

    private static final int LONGEST_VALUE = 5_000;
    private static final int MOST_VALUES = 1_000;
    /** Of all values of a page together. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u00a0]+");

    private final Document document;
    private final CanonicalUrl base;
    private final String language;
    private final Collection<String> warnings;
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();
    private int characters;

    private FieldReader(Document document, CanonicalUrl base, String language, Collection<String> warnings) {
        this.document = document;
        this.base = base;
        this.language = language;
        this.warnings = warnings;
    }

    /**
     * The record's part of that name; fields that are not there are left out.
     *
     * @param language of the page, or empty: for numbers and dates
     * @param warnings gets a line for each value that cannot be read as its type, and for each required field that is missing
     */
    public static ObjectNode read(
            Document document, List<FieldRule> rules, CanonicalUrl base, String language, Collection<String> warnings) {
        var reader = new FieldReader(document, base, language, warnings);
        rules.forEach(reader::read);
        return reader.values;
    }

    private void read(FieldRule rule) {
        var found = new ArrayList<JsonNode>();
        for (var element : matches(rule)) {
            var raw = raw(rule, element);
            if (raw.isEmpty()) continue;
            var value = typed(rule.type(), raw.get());
            if (value.isPresent()) found.add(value.get());
            else warn(rule, "is no %s: %s".formatted(rule.type().word(), shown(raw.get())));
        }
        if (found.isEmpty()) {
            if (rule.required()) warn(rule, "is required, and the page has no value for it");
        } else if (rule.list()) {
            values.putArray(rule.name()).addAll(found);
        } else {
            values.set(rule.name(), found.getFirst());
        }
    }

    private List<Element> matches(FieldRule rule) {
        if (!rule.list()) {
            var first = document.selectFirst(rule.selector());
            return first == null ? List.of() : List.of(first);
        }
        var all = document.select(rule.selector());
        if (all.size() <= MOST_VALUES) return all;
        warn(rule, "has %d values; the first %d were taken".formatted(all.size(), MOST_VALUES));
        return all.subList(0, MOST_VALUES);
    }

    /** Trimmed; empty where there is nothing to read. An attribute of HTML that needs no value is true by being there. */
    private Optional<String> raw(FieldRule rule, Element element) {
        if (characters > MOST_CHARACTERS) return Optional.empty();
        var attribute = rule.attribute();
        var present = attribute != null && element.hasAttr(attribute);
        var text = attribute == null
                ? Text.of(element, LONGEST_VALUE)
                : WHITE_SPACE.matcher(element.attr(attribute)).replaceAll(" ").strip();
        if (attribute != null && rule.type() == FieldType.BOOLEAN) {
            var name = attribute.toLowerCase(Locale.ROOT);
            if (!present) return Optional.of("false");
            if (text.isEmpty() || text.equalsIgnoreCase(name)) return Optional.of("true");
        }
        characters += text.length();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE));
    }

    private Optional<JsonNode> typed(FieldType type, String text) {
        return switch (type) {
            case STRING -> Optional.of(TextNode.valueOf(text));
            case NUMBER -> Numbers.read(text, language).map(DecimalNode::valueOf);
            case BOOLEAN -> Truths.read(text).map(BooleanNode::valueOf);
            case DATE -> Dates.read(text, language).map(TextNode::valueOf);
            case URL -> base.resolve(text).map(url -> TextNode.valueOf(url.toString()));
        };
    }

    private void warn(FieldRule rule, String what) {
        warnings.add("extract.fields: %s %s".formatted(rule.name(), what));
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
