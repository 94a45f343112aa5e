package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code kubectl explain} reads: the server publishes every field with its description. */
@ExtendWith(WithApiServer.class)
class ExplainTest {

    @Test
    void everyFieldIsPublishedWithItsDescription(RealApiServer api) {
        try (var server = Server.of(api)) {
            // The document follows a moment after the kinds are established.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(published(server)).hasSize(RealApiServer.CRDS.size()));

            var published = published(server);
            var missing = new ArrayList<String>();
            RealApiServer.CRDS.forEach(plural -> {
                var schema = published.getOrDefault(Crds.kind(plural).getSimpleName(), Crds.yaml("{}"));
                var descriptions = new TreeMap<String, String>();
                Crds.walk(
                        plural,
                        schema,
                        (path, at) ->
                                descriptions.put(path, at.path("description").asText()));
                Crds.walk(plural, Crds.schema(plural), (path, at) -> {
                    var ours = at.path("description").asText();
                    if (!path.equals(plural + ".metadata")
                            && !path.matches("[a-z]+\\.(apiVersion|kind)")
                            && !ours.equals(descriptions.get(path))) {
                        missing.add(path + ": " + descriptions.get(path));
                    }
                });
            });

            assertThat(missing).isEmpty();
        }
    }

    @Test
    void kubectlExplainsAFieldDeepInside(RealApiServer api) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(api.kubectl("explain", "crawl.spec.retry.backoff.factor")
                                .orFail()
                                .out())
                        .contains("By how much each delay is longer than the one before."));
    }

    private static Map<String, JsonNode> published(Server server) {
        var schemas = new TreeMap<String, JsonNode>();
        server.get("/openapi/v3/apis/" + Crds.API_VERSION, "application/json")
                .body()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> {
                    var kind = schema.getKey().substring(schema.getKey().lastIndexOf('.') + 1);
                    if (schema.getKey().startsWith("io.crawljob") && !kind.endsWith("List")) {
                        schemas.put(kind, schema.getValue());
                    }
                });
        return schemas;
    }
}
