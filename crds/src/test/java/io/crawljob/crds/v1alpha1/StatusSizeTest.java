package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class StatusSizeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization CLIENT = new KubernetesSerialization();

    /** Whatever a site or a server says, and however many: the status is accepted, and small. */
    @Test
    void keepAStatusWithinTheSchemaAndSmall() {
        var overlong = overlong(Crds.schema("crawljobs").at("/properties/status"));

        var status = CLIENT.unmarshal(overlong.toString(), CrawlJobStatus.class);

        var written = JSON.valueToTree(CLIENT.convertValue(status, Map.class));
        Crds.walk("status", Crds.schema("crawljobs").at("/properties/status"), (path, schema) -> {
            for (var value : at(written, path)) {
                assertThat(value.asText().length())
                        .as(path)
                        .isLessThanOrEqualTo(schema.path("maxLength").asInt(Integer.MAX_VALUE));
                assertThat(value.size())
                        .as(path)
                        .isLessThanOrEqualTo(schema.path("maxItems").asInt(Integer.MAX_VALUE));
            }
        });
        assertThat(written.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(32 * 1024);
    }

    /** A value for a schema with free texts far too long; and twenty of what it lists, but for conditions, which are ten. */
    private static JsonNode overlong(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "object" -> {
                var object = JSON.createObjectNode();
                schema.path("properties")
                        .properties()
                        .forEach(property -> object.set(property.getKey(), overlong(property.getValue())));
                yield object;
            }
            case "array" -> {
                var array = JSON.createArrayNode();
                var count = schema.at("/items/properties").has("lastTransitionTime") ? 10 : 20;
                for (var i = 0; i < count; i++) {
                    array.add(overlong(schema.path("items")));
                }
                yield array;
            }
            case "integer" -> schema.path("maximum");
            case "string" -> {
                var fixed = schema.has("enum")
                        || schema.has("pattern")
                        || schema.path("description").asText().contains("acted on");
                var time = schema.path("format").asText().equals("date-time");
                yield TextNode.valueOf(
                        time ? "2026-11-22T10:00:00.123456789Z" : fixed ? "W".repeat(20) : "é\n<\"".repeat(2_000));
            }
            default -> throw new IllegalArgumentException("no value for " + schema);
        };
    }

    /** All values at a path such as {@code status.hosts[].host}. */
    private static List<JsonNode> at(JsonNode root, String path) {
        var found = List.of(root);
        for (var step : path.replace("[]", ".[]").split("\\.", -1)) {
            if (!step.equals("status")) {
                found = found.stream()
                        .flatMap(node -> step.equals("[]")
                                ? StreamSupport.stream(node.spliterator(), false)
                                : Stream.of(node.path(step)))
                        .toList();
            }
        }
        return found;
    }
}
