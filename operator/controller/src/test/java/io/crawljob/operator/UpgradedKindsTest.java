package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.HostPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an older release has stored, after the kinds of this one are applied over its own. On an API server of its own, whose kinds it changes. */
class UpgradedKindsTest {

    private static final Path FIRST = Path.of("src/test/resources/first-schema");
    private static final String KINDS = "crawljobs,crawlqueues,crawlschedules,hostpolicies";
    private static final String STATUS = """
            {"status": {"observedGeneration": 1, "run": 1, "phase": "Running",
              "progress": {"discovered": 7, "waiting": 3, "delayed": 0, "leased": 0, "done": 2, "failed": 1, "excluded": 1, "summary": "4/7"},
              "failures": [{"class": "Http4xx", "count": 1, "sampleUrl": "https://docs.example.org/manual/gone", "message": "404"}],
              "conditions": [{"type": "Accepted", "status": "True", "reason": "PlanStored", "message": "m",
                "lastTransitionTime": "2026-11-22T10:00:00Z"}]}}
            """;
    /** Of a field that the first schema has not. */
    private static final String NEWER = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: {name: newer}
            spec: {source: {urls: {list: ["https://example.org/"]}}, fetch: {cookies: Keep}}
            """;

    @Test
    void objectsStoredUnderTheFirstSchemaAreKeptWholeAndReconciled() throws IOException {
        try (var api = RealApiServer.start();
                var at = Installation.of(api, Map.of("CRAWL_WATCH_NAMESPACES", ""))) {
            at.stopOperator();
            applyFirstKinds(api);
            await().atMost(Duration.ofSeconds(60)).until(() -> takes(at, NEWER) != 0);
            at.apply(Files.readString(FIRST.resolve("objects.yaml")));
            at.api
                    .kubectl(
                            "patch",
                            "crawljob",
                            "manual",
                            "-n",
                            at.namespace,
                            "--subresource=status",
                            "--type=merge",
                            "-p",
                            STATUS)
                    .orFail();
            var before = stored(at);

            api.applyCrds();
            await().atMost(Duration.ofSeconds(60)).until(() -> takes(at, NEWER) == 0);

            assertThat(before).hasSizeGreaterThan(8);
            assertThat(lost("", list(before), list(stored(at)))).isEmpty();
            at.startOperator();
            for (var job : List.of("later", "whole-domain", "manual", "partners", "gentle", "detailed")) {
                at.awaitSaid(job, ACCEPTED, "True/PlanStored");
            }
            at.eventually(() -> at.deployment("crawl-large").isPresent());
            at.eventually(() -> at.deployment("crawl-interactive").isPresent());
            at.eventually(() -> at.client
                            .resources(CrawlSchedule.class)
                            .inNamespace(at.namespace)
                            .withName("nightly-handbook")
                            .require()
                            .getStatus()
                    != null);
            at.eventually(() -> at.client
                            .resources(HostPolicy.class)
                            .withName("intranet")
                            .require()
                            .getStatus()
                    != null);
            assertThat(at.lost).isFalse();
        }
    }

    private static void applyFirstKinds(RealApiServer api) throws IOException {
        for (var kind : RealApiServer.CRDS) {
            api.kubectlWith(
                            Files.readString(FIRST.resolve(kind + ".crawljob.io.yaml")),
                            "apply",
                            "--server-side",
                            "--force-conflicts")
                    .orFail();
        }
    }

    private static int takes(Installation at, String manifest) {
        return at.api
                .kubectlWith(manifest, "create", "-n", at.namespace, "--dry-run=server", "--validate=strict")
                .exit();
    }

    private static List<JsonNode> stored(Installation at) {
        var out = at.api
                .kubectl("get", KINDS, "-n", at.namespace, "-o", "json")
                .orFail()
                .out();
        try {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(out).path("items").spliterator(), false)
                    .map(UpgradedKindsTest::ofTheUser)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode ofTheUser(JsonNode object) {
        ((ObjectNode) object.path("metadata")).remove(List.of("managedFields", "resourceVersion"));
        return object;
    }

    private static JsonNode list(List<JsonNode> objects) {
        return new ObjectMapper().createArrayNode().addAll(objects);
    }

    /** Where something is not there any more, or is something else. Defaults may have come. */
    private static List<String> lost(String path, JsonNode before, JsonNode after) {
        var lost = new ArrayList<String>();
        if (before.isObject()) {
            before.properties()
                    .forEach(it -> lost.addAll(lost(path + "." + it.getKey(), it.getValue(), after.path(it.getKey()))));
        } else if (before.isArray() && before.size() == after.size()) {
            for (var i = 0; i < before.size(); i++) {
                lost.addAll(lost("%s[%d]".formatted(path, i), before.get(i), after.get(i)));
            }
        } else if (!before.equals(after)) {
            lost.add("%s: %s is now %s".formatted(path, before, after));
        }
        return lost;
    }
}
