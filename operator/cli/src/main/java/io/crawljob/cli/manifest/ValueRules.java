package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/** The bounds that a schema sets to a value of the right type. */
final class ValueRules {

    private ValueRules() {}

    /** What is broken, in words that follow on the field's name. */
    static List<String> broken(JsonNode schema, JsonNode value) {
        var problems = new ArrayList<String>();
        checkEnum(schema, value, problems);
        if (value.isNumber()) checkNumber(schema, value, problems);
        if (value.isTextual()) checkText(schema, value.textValue(), problems);
        if (value.isArray()) checkSize(schema, "Items", value.size(), "entries", problems);
        if (value.isObject()) checkSize(schema, "Properties", value.size(), "fields", problems);
        return problems;
    }

    /** Entries of a list-map with keys that another one has. */
    static List<String> repeatedKeys(JsonNode schema, ArrayNode list) {
        var keys = schema.path("x-kubernetes-list-map-keys");
        var seen = new HashSet<List<JsonNode>>();
        var problems = new ArrayList<String>();
        var isSet = schema.path("x-kubernetes-list-type").asText().equals("set");
        if (keys.isEmpty() && !isSet) return problems;
        for (var item : list) {
            var key = isSet
                    ? List.of(item)
                    : StreamSupport.stream(keys.spliterator(), false)
                            .map(name -> item.path(name.asText()))
                            .toList();
            if (!seen.add(key))
                problems.add("has two entries with %s %s"
                        .formatted(isSet ? "the value" : "the key", TypeRule.shown(key.getFirst())));
        }
        return problems;
    }

    private static void checkEnum(JsonNode schema, JsonNode value, List<String> problems) {
        var allowed = schema.path("enum");
        if (allowed.isEmpty()) return;
        var words = new ArrayList<String>();
        for (var word : allowed) {
            if (word.equals(value)) return;
            words.add(word.asText());
        }
        problems.add("has to be one of %s, and is %s".formatted(String.join(", ", words), TypeRule.shown(value)));
    }

    private static void checkNumber(JsonNode schema, JsonNode value, List<String> problems) {
        var number = value.decimalValue();
        var least = schema.get("minimum");
        var most = schema.get("maximum");
        if (least != null) {
            var exclusive = schema.path("exclusiveMinimum").asBoolean();
            var order = number.compareTo(least.decimalValue());
            if (order < 0 || (exclusive && order == 0)) {
                problems.add("has to be %s %s, and is %s"
                        .formatted(exclusive ? "more than" : "at least", least.asText(), value));
            }
        }
        if (most != null) {
            var exclusive = schema.path("exclusiveMaximum").asBoolean();
            var order = number.compareTo(most.decimalValue());
            if (order > 0 || (exclusive && order == 0)) {
                problems.add("has to be %s %s, and is %s"
                        .formatted(exclusive ? "less than" : "at most", most.asText(), value));
            }
        }
    }

    private static void checkText(JsonNode schema, String text, List<String> problems) {
        checkSize(schema, "Length", text.codePointCount(0, text.length()), "characters", problems);
        var pattern = schema.get("pattern");
        if (pattern != null
                && !Pattern.compile(pattern.textValue()).matcher(text).find()) {
            problems.add("has to match %s, and is \"%s\"".formatted(pattern.textValue(), text));
        }
        if (schema.path("format").asText().equals("date-time") && !isTime(text)) {
            problems.add("has to be a time such as 2026-11-22T10:00:00Z, and is \"%s\"".formatted(text));
        }
    }

    private static void checkSize(JsonNode schema, String what, int size, String unit, List<String> problems) {
        var least = schema.get("min" + what);
        var most = schema.get("max" + what);
        if (least != null && size < least.longValue()) {
            problems.add("has to have at least %d %s, and has %d".formatted(least.longValue(), unit, size));
        }
        if (most != null && size > most.longValue()) {
            problems.add("has to have at most %d %s, and has %d".formatted(most.longValue(), unit, size));
        }
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
