package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.crds.testing.RealApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds for all of the schema, whichever field it is. */
class SchemaTest {

    @SuppressWarnings("unused") // read by name
    private static final List<String> PLURALS = RealApiServer.CRDS;

    @Test
    void everyFieldIsDescribedInASentence() {
        var undescribed = new ArrayList<String>();
        Crds.walkAll((path, schema) -> {
            var oneOfMany = path.endsWith("[]") || path.endsWith("{}");
            var needsNone = path.matches("[a-z]+\\.metadata")
                    || (oneOfMany && !schema.path("type").asText().equals("object"));
            if (!needsNone && !schema.path("description").asText().matches("(?s)[A-Z*].*\\.")) {
                undescribed.add(path + ": " + schema.path("description"));
            }
        });

        assertThat(undescribed).isEmpty();
    }

    @Test
    void everyFieldIsBounded() {
        var unbounded = new ArrayList<String>();
        Crds.walkAll((path, schema) -> {
            var bounded = path.matches("[a-z]+\\.metadata")
                    || switch (schema.path("type").asText("int-or-string")) {
                        case "string" -> schema.has("maxLength") || schema.has("enum");
                        case "int-or-string" -> schema.has("maxLength") && schema.has("pattern");
                        case "integer", "number" -> schema.has("minimum") && schema.has("maximum");
                        case "array" -> schema.has("maxItems") && schema.has("x-kubernetes-list-type");
                        case "object" -> schema.has("properties") || schema.has("maxProperties");
                        case "boolean" -> true;
                        default -> false;
                    };
            if (!bounded) {
                unbounded.add(path + ": " + schema);
            }
        });

        assertThat(unbounded).isEmpty();
    }

    @Test
    void everyPatternIsAnchoredOnBothSides() {
        Crds.walkAll((path, schema) -> {
            if (schema.has("pattern")) {
                assertThat(schema.get("pattern").asText())
                        .as(path)
                        .startsWith("^")
                        .endsWith("$");
            }
        });
    }

    /** Nor of a map by name: kubectl's patch of a custom resource replaces any list as a whole, so a filled-in default would be a change at each apply. */
    @Test
    void noItemOfAListHasADefault() {
        Crds.walkAll((path, schema) -> {
            if (schema.has("items")) {
                Crds.walk(
                        path,
                        schema.get("items"),
                        (below, item) ->
                                assertThat(item.has("default")).as(below).isFalse());
            }
        });
    }

    @Test
    void listsOfNamedThingsAreMapsByName() {
        Crds.walkAll((path, schema) -> {
            if (schema.at("/items/properties").has("name")) {
                assertThat(schema.path("x-kubernetes-list-type").asText())
                        .as(path)
                        .isEqualTo("map");
                assertThat(schema.at("/x-kubernetes-list-map-keys/0").asText())
                        .as(path)
                        .isEqualTo("name");
            }
        });
    }

    @Test
    void everyRuleSpeaksToPeople() {
        Crds.walkAll((path, schema) -> schema.path("x-kubernetes-validations")
                .forEach(rule -> assertThat(rule.path("message").asText())
                        .as(path + ": " + rule)
                        .hasSizeGreaterThan(10)));
    }

    @ParameterizedTest
    @FieldSource("PLURALS")
    void conditionsAreAMapByTypeAndStatusIsASubresource(String plural) {
        var conditions = Crds.schema(plural).at("/properties/status/properties/conditions");

        assertThat(conditions.path("x-kubernetes-list-type").asText()).isEqualTo("map");
        assertThat(conditions.at("/x-kubernetes-list-map-keys/0").asText()).isEqualTo("type");
        assertThat(Crds.version(plural).at("/subresources/status").isObject()).isTrue();
    }

    /** A template's spec may change, which a job's may not; in all else they are one. */
    @Test
    void aSchedulesTemplateIsTheSpecOfAJobWithoutItsRulesOnChanges() {
        var template = Crds.schema("crawlschedules").at("/properties/spec/properties/jobTemplate/properties/spec");
        var job = (ObjectNode) Crds.schema("crawljobs").at("/properties/spec");
        job.path("properties").forEach(SchemaTest::dropRulesOnChanges);

        assertThat(template).isEqualTo(job);
    }

    /** Client-side apply keeps the whole manifest in an annotation, which has room for 256 KiB. */
    @Test
    void everyCrdIsSmallEnoughForKubectlApply() {
        for (var plural : RealApiServer.CRDS) {
            assertThat(Crds.crd(plural).toString().length()).as(plural).isLessThan(200_000);
        }
    }

    private static void dropRulesOnChanges(JsonNode schema) {
        var rules = schema.path("x-kubernetes-validations").iterator();
        while (rules.hasNext()) {
            if (rules.next().path("rule").asText().contains("oldSelf")) {
                rules.remove();
            }
        }
        if (schema.path("x-kubernetes-validations").isArray()
                && schema.path("x-kubernetes-validations").isEmpty()) {
            ((ObjectNode) schema).remove("x-kubernetes-validations");
        }
    }
}
