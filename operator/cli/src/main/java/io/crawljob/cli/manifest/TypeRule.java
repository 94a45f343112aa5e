package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;

/** The {@code type} of a schema, and its Kubernetes word {@code x-kubernetes-int-or-string}. */
final class TypeRule {

    private static final int LONGEST_SHOWN = 60;

    private TypeRule() {}

    static boolean holds(JsonNode schema, JsonNode value) {
        if (isIntOrString(schema)) return value.isIntegralNumber() || value.isTextual();
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    static String wanted(JsonNode schema) {
        if (isIntOrString(schema)) return "a whole number or text";
        return switch (schema.path("type").asText()) {
            case "object" -> "an object";
            case "array" -> "a list";
            case "string" -> "text (in quotes where YAML would read it otherwise)";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "something else";
        };
    }

    static String described(JsonNode value) {
        if (value.getNodeType() == JsonNodeType.OBJECT) return "an object";
        if (value.getNodeType() == JsonNodeType.ARRAY) return "a list";
        if (value.isNull()) return "empty";
        return shown(value);
    }

    /** A value in a message: whole unless it is long. */
    static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }

    private static boolean isIntOrString(JsonNode schema) {
        return schema.path("x-kubernetes-int-or-string").asBoolean();
    }
}
