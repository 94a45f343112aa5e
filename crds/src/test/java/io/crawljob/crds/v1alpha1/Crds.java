package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.crawljob.crds.testing.RealApiServer;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The committed CRDs as trees. */
final class Crds {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    static final String API_VERSION = Api.GROUP + "/" + Api.VERSION;
    private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS = Map.of(
            "crawljobs", CrawlJob.class,
            "crawlqueues", CrawlQueue.class,
            "crawlschedules", CrawlSchedule.class,
            "hostpolicies", HostPolicy.class);

    private Crds() {}

    static Class<? extends CustomResource<?, ?>> kind(String plural) {
        return Objects.requireNonNull(KINDS.get(plural), plural);
    }

    static JsonNode crd(String plural) {
        return yaml(RealApiServer.crd(plural));
    }

    static JsonNode version(String plural) {
        return crd(plural).at("/spec/versions/0");
    }

    static JsonNode schema(String plural) {
        return version(plural).at("/schema/openAPIV3Schema");
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits a schema and all below it; a path is {@code spec.source.urls.list[]}, and {@code {}} stands for the values of a map. */
    static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(path, schema);
        schema.path("properties")
                .properties()
                .forEach(property -> walk(join(path, property.getKey()), property.getValue(), visitor));
        if (schema.has("items")) {
            walk(path + "[]", schema.get("items"), visitor);
        }
        if (schema.has("additionalProperties")) {
            walk(path + "{}", schema.get("additionalProperties"), visitor);
        }
    }

    static void walkAll(BiConsumer<String, JsonNode> visitor) {
        RealApiServer.CRDS.forEach(plural -> walk(plural, schema(plural), visitor));
    }

    /** The names below a node, in their order. */
    static List<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    static ObjectNode manifest(Class<? extends CustomResource<?, ?>> kind, String name, String spec) {
        var manifest = YAML.createObjectNode();
        manifest.put("apiVersion", API_VERSION).put("kind", kind.getSimpleName());
        manifest.putObject("metadata").put("name", name);
        manifest.set("spec", yaml(spec));
        return manifest;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
