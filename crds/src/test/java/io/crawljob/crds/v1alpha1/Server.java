package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.crds.testing.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Plain requests to the API server, in a namespace of their own, so that tests see what it says and not what a client makes of it. */
record Server(KubernetesClient client, String namespace) implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRICT = "fieldValidation=Strict";

    static Server of(RealApiServer server) {
        return new Server(server.client(), server.newNamespace());
    }

    /** @param body the object, or the Status that says why not */
    record Answer(int code, JsonNode body) {

        JsonNode orFail() {
            if (code >= 300) {
                throw new AssertionError("the server answered " + code + ": " + body);
            }
            return body;
        }

        /** What a person reads. */
        String message() {
            return body.path("message").asText();
        }

        /** The fields that it names. */
        List<String> fields() {
            return StreamSupport.stream(body.at("/details/causes").spliterator(), false)
                    .map(cause -> cause.path("field").asText())
                    .toList();
        }
    }

    /** What {@code kubectl apply --validate=strict --dry-run=server} would hear. */
    Answer tryOut(JsonNode manifest) {
        return send("POST", path(manifest) + "?dryRun=All&" + STRICT, "application/json", "application/json", manifest);
    }

    Answer create(JsonNode manifest) {
        return send("POST", path(manifest) + "?" + STRICT, "application/json", "application/json", manifest);
    }

    /** Changes one that is there by a merge patch. */
    Answer patch(JsonNode manifest, JsonNode change) {
        return send("PATCH", one(manifest) + "?" + STRICT, "application/merge-patch+json", "application/json", change);
    }

    Answer patchStatus(JsonNode manifest, JsonNode change) {
        return send(
                "PATCH",
                one(manifest) + "/status?" + STRICT,
                "application/merge-patch+json",
                "application/json",
                change);
    }

    Answer read(JsonNode manifest) {
        return get(one(manifest), "application/json");
    }

    /** The list that {@code kubectl get} prints. */
    JsonNode table(JsonNode like) {
        return get(path(like), "application/json;as=Table;v=v1;g=meta.k8s.io").orFail();
    }

    Answer get(String path, String accept) {
        return send("GET", path, "application/json", accept, null);
    }

    private static String one(JsonNode manifest, String path) {
        return path + "/" + manifest.at("/metadata/name").asText();
    }

    private String one(JsonNode manifest) {
        return one(manifest, path(manifest));
    }

    private String path(JsonNode manifest) {
        var kind = manifest.path("kind").asText();
        return kind.equals("HostPolicy")
                ? "/apis/%s/hostpolicies".formatted(Crds.API_VERSION)
                : "/apis/%s/namespaces/%s/%ss".formatted(Crds.API_VERSION, namespace, kind.toLowerCase(Locale.ROOT));
    }

    private Answer send(
            String method, String path, String type, String accept, @org.jspecify.annotations.Nullable JsonNode body) {
        var server = client.getMasterUrl().toString().replaceFirst("/$", "");
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", accept)
                .timeout(30, TimeUnit.SECONDS);
        if (body != null) {
            request.method(method, type, body.toString());
        }
        var answer = http.sendAsync(request.build(), String.class).join();
        try {
            return new Answer(answer.code(), JSON.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + answer.body(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
