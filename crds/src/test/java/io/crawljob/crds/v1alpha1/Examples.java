package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the smallest valid value of a schema, so that a test can break one thing in it and nothing else. */
final class Examples {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Where the schema wants one of several fields, the one that an example has. */
    private static final Map<List<String>, String> CHOICES = Map.of(
            List.of("site", "urls", "arxiv", "github", "semanticScholar"), "site",
            List.of("list", "configMapKeyRef"), "list",
            List.of("value", "valueFrom"), "value",
            List.of("webhook", "email"), "webhook",
            List.of("schedule", "runAt"), "schedule");

    private Examples() {}

    /** The value of a schema with {@code broken} at a path such as {@code spec.urls.list[]} below it; the first step is the schema itself. */
    static JsonNode with(JsonNode schema, List<String> path, JsonNode broken) {
        if (path.isEmpty()) {
            return broken;
        }
        var rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case "[]" -> NODES.arrayNode().add(with(schema.path("items"), rest, broken));
            case "{}" -> NODES.objectNode().set("a", with(schema.path("additionalProperties"), rest, broken));
            default ->
                object(schema, path.getFirst(), with(schema.path("properties").path(path.getFirst()), rest, broken));
        };
    }

    /** The {@code number}th of many different values. */
    static JsonNode of(JsonNode schema, int number) {
        if (schema.has("enum")) {
            return schema.path("enum").get(number % schema.path("enum").size());
        }
        return switch (schema.path("type").asText("int-or-string")) {
            case "object" -> object(schema, "", NODES.missingNode(), number);
            case "array" -> NODES.arrayNode().add(of(schema.path("items"), number));
            case "boolean" -> NODES.booleanNode(false);
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong() + number);
            case "number" -> schema.path("minimum");
            case "int-or-string" -> NODES.textNode("10Mi");
            default -> NODES.textNode(text(schema, number));
        };
    }

    private static String text(JsonNode schema, int number) {
        if (schema.path("format").asText().equals("date-time")) {
            return "2030-01-01T00:00:00Z";
        }
        var says = schema.path("pattern").asText() + schema.path("x-kubernetes-validations");
        if (says.contains("@")) {
            return "a%d@example.org".formatted(number);
        }
        return schema.path("maxLength").asInt() == 2048 ? "https://example.org/" + number : "a" + number;
    }

    private static ObjectNode object(JsonNode schema, String field, JsonNode value) {
        return object(schema, field, value, 0);
    }

    private static ObjectNode object(JsonNode schema, String field, JsonNode value, int number) {
        var made = NODES.objectNode();
        if (!value.isMissingNode()) {
            made.set(field, value);
        }
        var properties = schema.path("properties");
        var needed = new ArrayList<String>();
        schema.path("required").forEach(name -> needed.add(name.asText()));
        CHOICES.forEach((choices, chosen) -> {
            if (choices.stream().allMatch(properties::has) && choices.stream().noneMatch(made::has)) {
                needed.add(chosen);
            }
        });
        needed.stream()
                .filter(name -> !made.has(name))
                .forEach(name -> made.set(name, of(properties.path(name), number)));
        return made;
    }
}
