package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A structural schema of Kubernetes (the {@code openAPIV3Schema} of a CustomResourceDefinition): judges a value as the API server does, unknown fields
 * included, and fills in defaults. The rules in CEL are not its business.
 */
final class Schema {

    private final JsonNode root;

    Schema(JsonNode root) {
        this.root = root;
    }

    /** @param problems takes the path, below {@code path}, and what is wrong there */
    void check(JsonNode value, BiConsumer<String, String> problems) {
        check(root, value, "", problems);
    }

    /** Adds the defaults of what is absent, in place. */
    void fillIn(JsonNode value) {
        fillIn(root, value);
    }

    private static void check(JsonNode schema, JsonNode value, String path, BiConsumer<String, String> problems) {
        if (value.isNull() && schema.path("nullable").asBoolean()) return;
        if (!TypeRule.holds(schema, value)) {
            problems.accept(
                    path, "has to be %s, and is %s".formatted(TypeRule.wanted(schema), TypeRule.described(value)));
            return;
        }
        ValueRules.broken(schema, value).forEach(problem -> problems.accept(path, problem));
        switch (value) {
            case ObjectNode object -> checkFields(schema, object, path, problems);
            case ArrayNode array -> checkItems(schema, array, path, problems);
            default -> {}
        }
    }

    private static void checkFields(
            JsonNode schema, ObjectNode object, String path, BiConsumer<String, String> problems) {
        for (var name : schema.path("required")) {
            // A default makes it be there.
            if (!object.has(name.textValue())
                    && !properties(schema).path(name.textValue()).has("default")) {
                problems.accept(join(path, name.textValue()), "is missing");
            }
        }
        object.properties().forEach(field -> {
            var at = join(path, field.getKey());
            var ofField = fieldSchema(schema, field.getKey());
            if (ofField != null) {
                check(ofField, field.getValue(), at, problems);
            } else if (isClosed(schema)) {
                problems.accept(at, unknown(field.getKey(), properties(schema)));
            }
        });
    }

    private static void checkItems(JsonNode schema, ArrayNode array, String path, BiConsumer<String, String> problems) {
        for (var i = 0; i < array.size(); i++) {
            check(schema.path("items"), array.get(i), path + "[" + i + "]", problems);
        }
        ValueRules.repeatedKeys(schema, array).forEach(problem -> problems.accept(path, problem));
    }

    private static void fillIn(JsonNode schema, JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                properties(schema).properties().forEach(property -> {
                    var byDefault = property.getValue().get("default");
                    if (byDefault != null && !object.has(property.getKey())) {
                        object.set(property.getKey(), byDefault.deepCopy());
                    }
                });
                object.properties().forEach(field -> {
                    var ofField = fieldSchema(schema, field.getKey());
                    if (ofField != null) fillIn(ofField, field.getValue());
                });
            }
            case ArrayNode array -> array.forEach(item -> fillIn(schema.path("items"), item));
            default -> {}
        }
    }

    private static String unknown(String name, JsonNode properties) {
        var known = properties.properties().stream().map(Map.Entry::getKey).toList();
        return closest(name, known)
                .map("is not a known field; did you mean %s?"::formatted)
                .orElseGet(() -> "is not a known field; there are " + String.join(", ", known));
    }

    private static Optional<String> closest(String name, List<String> known) {
        return known.stream()
                .filter(other -> other.equalsIgnoreCase(name) || isNear(name, other))
                .findFirst();
    }

    /** One letter apart, or one at the end too many or too few. */
    private static boolean isNear(String one, String other) {
        if (one.length() == other.length()) {
            return IntStream.range(0, one.length())
                            .filter(i -> one.charAt(i) != other.charAt(i))
                            .count()
                    == 1;
        }
        var shorter = one.length() < other.length() ? one : other;
        var longer = one.length() < other.length() ? other : one;
        return longer.startsWith(shorter) && longer.length() == shorter.length() + 1;
    }

    private static JsonNode properties(JsonNode schema) {
        return schema.path("properties");
    }

    private static @Nullable JsonNode fieldSchema(JsonNode schema, String name) {
        var property = properties(schema).get(name);
        if (property != null) return property;
        var additional = schema.get("additionalProperties");
        return additional != null && additional.isObject() ? additional : null;
    }

    private static boolean isClosed(JsonNode schema) {
        return !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && !schema.path("additionalProperties").asBoolean();
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
