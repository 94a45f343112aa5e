package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.crds.testing.RealApiServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The records and the CRDs say the same, in both directions: fields, types, closed lists, defaults. */
class RecordsTest {

    @SuppressWarnings("unused") // read by name
    private static final List<String> PLURALS = RealApiServer.CRDS;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization CLIENT = new KubernetesSerialization();

    @ParameterizedTest
    @FieldSource("PLURALS")
    void agreeWithTheSchema(String plural) {
        var differences = new ArrayList<String>();

        eachPair(plural, (path, type, schema) -> compare(path, type, schema, differences));

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("PLURALS")
    void haveTheDefaultsOfTheSchema(String plural) {
        var differences = new ArrayList<String>();

        eachPair(plural, (path, type, schema) -> {
            // In a list only the record may have one: see SchemaTest.noItemOfAListHasADefault.
            if (path.startsWith("spec")
                    && !path.contains("[]")
                    && type instanceof Class<?> record
                    && record.isRecord()) {
                compareDefaults(path, record, schema, differences);
            }
        });

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("PLURALS")
    void readWhateverIsStored(String plural) {
        eachPair(plural, (path, type, schema) -> {
            if (type instanceof Class<?> record && record.isRecord()) {
                assertThat(record.getAnnotation(JsonIgnoreProperties.class))
                        .as(path)
                        .isNotNull();
                assertThat(CLIENT.unmarshal("{\"fromTheFuture\": {\"a\": [1]}}", record))
                        .as(path)
                        .isNotNull();
            }
            if (type instanceof Class<?> closed && closed.isEnum()) {
                assertThat(CLIENT.unmarshal("\"FromTheFuture\"", closed).toString())
                        .as(path)
                        .isEqualToIgnoringCase("unknown");
            }
        });
    }

    @Test
    void writeWhatTheyRead() {
        var manifest = """
                {"apiVersion":"crawljob.io/v1alpha1","kind":"CrawlJob","metadata":{"name":"a"},"spec":{"priority":"High","notify":[{"name":"n","on":["Failed"]}],\
                "fetch":{"maxBodySize":1048576}},"status":{"phase":"RateLimited","startTime":"2026-11-22T10:00:00.123+01:00",\
                "failures":[{"class":"Timeout","count":2}],"conditions":[{"type":"Ready","status":"True","reason":"Crawling","lastTransitionTime":"2026-11-22T09:00:00Z"}]}}""";

        var written = JSON.valueToTree(CLIENT.convertValue(CLIENT.unmarshal(manifest, CrawlJob.class), Map.class));

        assertThat(written.at("/spec/priority").asText()).isEqualTo("High");
        assertThat(written.at("/spec/notify/0/on/0").asText()).isEqualTo("Failed");
        assertThat(written.at("/spec/fetch/maxBodySize").asText()).isEqualTo("1048576");
        assertThat(written.at("/status/phase").asText()).isEqualTo("RateLimited");
        assertThat(written.at("/status/startTime").asText()).isEqualTo("2026-11-22T09:00:00Z");
        assertThat(written.at("/status/failures/0/class").asText()).isEqualTo("Timeout");
        assertThat(written.at("/status/conditions/0/status").asText()).isEqualTo("True");
        assertThat(written.at("/status/conditions/0/lastTransitionTime").asText())
                .isEqualTo("2026-11-22T09:00:00Z");
    }

    private interface Visitor {
        void visit(String path, Type type, JsonNode schema);
    }

    /** Spec and status of a kind, each part of them with its schema. */
    private static void eachPair(String plural, Visitor visitor) {
        var arguments = ((ParameterizedType) Crds.kind(plural).getGenericSuperclass()).getActualTypeArguments();
        var properties = Crds.schema(plural).path("properties");
        eachPair("spec", arguments[0], properties.path("spec"), visitor);
        eachPair("status", arguments[1], properties.path("status"), visitor);
    }

    private static void eachPair(String path, Type type, JsonNode schema, Visitor visitor) {
        visitor.visit(path, type, schema);
        if (type instanceof Class<?> record && record.isRecord()) {
            for (var component : record.getRecordComponents()) {
                eachPair(
                        path + "." + name(component),
                        component.getGenericType(),
                        schema.path("properties").path(name(component)),
                        visitor);
            }
        }
        if (type instanceof ParameterizedType many) {
            var of = many.getActualTypeArguments();
            var items = many.getRawType() == List.class ? "items" : "additionalProperties";
            eachPair(path + "[]", of[of.length - 1], schema.path(items), visitor);
        }
    }

    private static void compare(String path, Type type, JsonNode schema, List<String> differences) {
        var is = schema.has("x-kubernetes-int-or-string")
                ? "int-or-string"
                : schema.path("type").asText("missing");
        var wanted = wanted(type, schema);
        if (!wanted.contains(is)) {
            differences.add("%s: the record has %s, the schema %s".formatted(path, type.getTypeName(), is));
        }
        if (type instanceof Class<?> closed && closed.isEnum()) {
            compareNames(path, "value", constants(closed), texts(schema.path("enum")), differences);
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            compareNames(path, "field", names(record), Crds.names(schema.path("properties")), differences);
        }
        if (type instanceof Class<?> model && model.getName().startsWith("io.fabric8.")) {
            var known = JSON.getSerializationConfig().introspect(JSON.constructType(model)).findProperties().stream()
                    .map(property -> property.getName())
                    .toList();
            assertThat(known).as(path).containsAll(Crds.names(schema.path("properties")));
        }
        if (type == Integer.class && schema.path("maximum").asLong() > Integer.MAX_VALUE) {
            differences.add(path + ": an Integer cannot hold " + schema.path("maximum"));
        }
    }

    private static List<String> wanted(Type type, JsonNode schema) {
        if (type == String.class) {
            return List.of("string", "int-or-string");
        }
        if (type == Integer.class || type == Long.class) {
            return List.of("integer");
        }
        if (type == Double.class) {
            return List.of("number");
        }
        if (type == Boolean.class) {
            return List.of("boolean");
        }
        if (type == Instant.class) {
            return schema.path("format").asText().equals("date-time")
                    ? List.of("string")
                    : List.of("string with format date-time");
        }
        if (type instanceof ParameterizedType many && many.getRawType() == List.class) {
            return List.of("array");
        }
        return type instanceof Class<?> closed && closed.isEnum() ? List.of("string") : List.of("object");
    }

    private static void compareNames(
            String path, String what, List<String> inRecord, List<String> inSchema, List<String> differences) {
        inRecord.stream()
                .filter(name -> !inSchema.contains(name))
                .forEach(name -> differences.add("%s: the schema lacks the %s %s".formatted(path, what, name)));
        inSchema.stream()
                .filter(name -> !inRecord.contains(name))
                .forEach(name -> differences.add("%s: the record lacks the %s %s".formatted(path, what, name)));
    }

    private static void compareDefaults(String path, Class<?> record, JsonNode schema, List<String> differences) {
        var empty = CLIENT.unmarshal("{}", record);
        var required = texts(schema.path("required"));
        for (var component : record.getRecordComponents()) {
            var property = schema.path("properties").path(name(component));
            var inSchema = property.path("default");
            var inRecord = value(component, empty);
            if (inSchema.isMissingNode()) {
                var absent = inRecord == null || inRecord.equals(List.of()) || inRecord.equals(Map.of());
                if (!absent && !required.contains(name(component))) {
                    differences.add(
                            "%s.%s: only the record has a default, %s".formatted(path, name(component), inRecord));
                }
            } else if (inRecord == null || !same(component, inSchema, inRecord)) {
                differences.add("%s.%s: the record's default is %s, the schema's %s"
                        .formatted(path, name(component), inRecord, inSchema));
            }
        }
    }

    private static boolean same(RecordComponent component, JsonNode inSchema, Object inRecord) {
        return inRecord instanceof List<?> list
                ? list.isEmpty() && inSchema.isEmpty()
                : inRecord.equals(CLIENT.unmarshal(inSchema.toString(), component.getType()));
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static List<String> names(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordsTest::name)
                .toList();
    }

    private static String name(RecordComponent component) {
        var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    /** {@code UNKNOWN} is what this version does not know, except for a condition, where it is a value like others. */
    private static List<String> constants(Class<?> closed) {
        return Arrays.stream(closed.getEnumConstants())
                .map(Object::toString)
                .filter(text -> closed == Condition.Status.class || !text.equalsIgnoreCase("unknown"))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
