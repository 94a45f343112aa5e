package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Resources as text and as records, written as the operator writes them. */
public final class Resources {

    // Without a search of the class path for kinds: ours are named where they are read.
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(new JsonMapper(), false);

    private Resources() {}

    public static String asYaml(Object resource) {
        return SERIALIZATION.asYaml(resource);
    }

    public static <T> T read(String yaml, Class<T> type) {
        return SERIALIZATION.unmarshal(yaml, type);
    }

    public static JsonNode asTree(Object resource) {
        return SERIALIZATION.convertValue(resource, JsonNode.class);
    }

    static <T> T typed(JsonNode content, Class<T> type) {
        return SERIALIZATION.convertValue(content, type);
    }
}
