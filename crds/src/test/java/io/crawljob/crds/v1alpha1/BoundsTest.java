package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every bound of the schema is held by the API server, and its refusal names the field. */
@ExtendWith(WithApiServer.class)
class BoundsTest {

    @SuppressWarnings("unused") // read by name
    private static final List<String> PLURALS = RealApiServer.CRDS;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @FieldSource("PLURALS")
    void aValueJustOutsideOfABoundIsRefusedByTheNameOfItsField(String plural, RealApiServer api) {
        var notRefused = new ArrayList<String>();
        var tried = new ArrayList<String>();

        try (var server = Server.of(api)) {
            var spec = Crds.schema(plural).at("/properties/spec");
            Crds.walk(
                    "spec",
                    spec,
                    (path, schema) -> outside(schema).forEach((bound, broken) -> {
                        tried.add(path + " " + bound);
                        var answer = server.tryOut(manifest(plural, spec, path, broken));
                        var field = path.replace("[]", "").replace("{}", "");
                        if (answer.code() != 422
                                || answer.fields().stream()
                                        .filter(named -> named.startsWith("spec"))
                                        .noneMatch(named -> field.startsWith(plain(named))
                                                || plain(named).startsWith(field))) {
                            notRefused.add("%s %s: %d %s %s"
                                    .formatted(path, bound, answer.code(), answer.message(), answer.fields()));
                        }
                    }));
        }

        assertThat(notRefused).isEmpty();
        assertThat(tried).hasSizeGreaterThan(10);
    }

    /** What the test above breaks is the only thing that is wrong with its manifests. */
    @ParameterizedTest
    @FieldSource("PLURALS")
    void aValueWithinAllBoundsIsTakenEverywhere(String plural, RealApiServer api) {
        var refused = new ArrayList<String>();

        try (var server = Server.of(api)) {
            var spec = Crds.schema(plural).at("/properties/spec");
            Crds.walk("spec", spec, (path, schema) -> {
                var answer = server.tryOut(manifest(plural, spec, path, Examples.of(schema, 1)));
                if (answer.code() != 201) {
                    refused.add("%s: %s".formatted(path, answer.message()));
                }
            });
        }

        assertThat(refused).isEmpty();
    }

    private static ObjectNode manifest(String plural, JsonNode spec, String path, JsonNode value) {
        var steps = Arrays.stream(path.replace("[]", ".[]").replace("{}", ".{}").split("\\.", -1))
                .skip(1)
                .toList();
        var manifest = Crds.manifest(Crds.kind(plural), "broken", "{}");
        manifest.set("spec", Examples.with(spec, steps, value));
        return manifest;
    }

    /** A field's name without the positions and keys in it. */
    private static String plain(String named) {
        return named.replaceAll("\\[[^]]*]", "").replaceAll("\\.a$", "");
    }

    private static Map<String, JsonNode> outside(JsonNode schema) {
        var values = new LinkedHashMap<String, JsonNode>();
        schema.properties().forEach(property -> {
            var bound = property.getValue().asInt();
            switch (property.getKey()) {
                case "minimum" ->
                    values.put("minimum", NODES.numberNode(property.getValue().asLong() - 1));
                case "maximum" ->
                    values.put("maximum", NODES.numberNode(property.getValue().asLong() + 1));
                case "minLength" -> values.put("minLength", NODES.textNode(""));
                case "maxLength" -> values.put("maxLength", NODES.textNode("1".repeat(bound + 1)));
                case "pattern" -> values.put("pattern", NODES.textNode("\u0007"));
                case "format" -> {
                    if (property.getValue().asText().equals("date-time")) {
                        values.put("format", NODES.textNode("2030-02-30T00:00:00Z"));
                    }
                }
                case "enum" -> values.put("enum", NODES.textNode("Nonsense"));
                case "minItems" -> values.put("minItems", NODES.arrayNode());
                case "maxItems" -> values.put("maxItems", many(schema.path("items"), bound + 1));
                case "maxProperties" ->
                    values.put("maxProperties", entries(schema.path("additionalProperties"), bound + 1));
                case "required" -> values.put("required", without(schema));
                default -> {
                    // says nothing about a single value
                }
            }
        });
        return values;
    }

    private static JsonNode many(JsonNode items, int count) {
        var array = NODES.arrayNode();
        for (var i = 0; i < count; i++) {
            array.add(Examples.of(items, i));
        }
        return array;
    }

    private static JsonNode entries(JsonNode values, int count) {
        var object = NODES.objectNode();
        for (var i = 0; i < count; i++) {
            object.set("a" + i, Examples.of(values, i));
        }
        return object;
    }

    private static JsonNode without(JsonNode schema) {
        var object = (ObjectNode) Examples.of(schema, 1);
        object.remove(schema.path("required").get(0).asText());
        return object;
    }
}
