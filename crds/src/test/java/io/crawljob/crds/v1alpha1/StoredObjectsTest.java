package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that another version of the schema let in: one that cannot be read would stop an informer for good, for all of them. */
@ExtendWith(WithApiServer.class)
class StoredObjectsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FUTURE = """
            priority: Someday
            orbit: {low: true}
            source:
              site: {seeds: ['https://example.org/'], within: Galaxy, depthFirst: 7}
              gopher: {host: example.org}
            exclude: [a, null]
            fetch: {robots: Negotiate, headers: [{name: a, value: b, secret: c}]}
            limits: {maxSize: lots}
            """;

    @Test
    void anInformerReadsOnPastFieldsAndValuesThatItDoesNotKnow(RealApiServer api) {
        try (var server = Server.of(api)) {
            var jobs = server.client().resources(CrawlJob.class).inNamespace(server.namespace());
            loosen(api);
            try (var informer = jobs.inform()) {
                var future = Crds.manifest(CrawlJob.class, "future", FUTURE);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(server.tryOut(future)
                                        .orFail()
                                        .at("/spec/orbit/low")
                                        .asBoolean())
                                .isTrue());
                server.create(future).orFail();
                server.create(Crds.manifest(
                                CrawlJob.class, "good", "{source: {site: {seeds: ['https://example.org/']}}}"))
                        .orFail();
                server.patchStatus(
                                future,
                                Crds.yaml(
                                        "status: {phase: Dreaming, dreams: 3, conditions: [{type: Asleep, status: Perhaps, since: 5}]}"))
                        .orFail();

                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(informer.getStore().list().stream()
                                        .filter(job ->
                                                job.getMetadata().getName().equals("good") || job.getStatus() != null)
                                        .map(job -> job.getMetadata().getName())
                                        .collect(Collectors.toSet()))
                                .containsExactlyInAnyOrder("future", "good"));
                api.applyCrds();
                // The strict schema is served again once it refuses what the loose one took.
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(server.tryOut(Crds.manifest(CrawlJob.class, "x", FUTURE))
                                        .code())
                                .isNotEqualTo(201));
                server.create(Crds.manifest(
                                CrawlJob.class, "later", "{source: {site: {seeds: ['https://example.org/']}}}"))
                        .orFail();

                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(informer.getStore().list()).hasSize(3));
                var read = jobs.withName("future").require();
                assertThat(read.getSpec().priority()).isEqualTo(CrawlJobSpec.Priority.UNKNOWN);
                assertThat(read.getSpec().fetch().robots()).isEqualTo(Fetch.Robots.UNKNOWN);
                assertThat(read.getStatus().phase()).isEqualTo(CrawlJobStatus.Phase.UNKNOWN);
                assertThat(read.getStatus().conditions())
                        .singleElement()
                        .extracting(Condition::status)
                        .isEqualTo(Condition.Status.UNKNOWN);
            } finally {
                api.applyCrds();
            }
        }
    }

    /** The same CRD with a schema that takes everything. */
    private static void loosen(RealApiServer api) {
        var crd = (ObjectNode) Crds.crd("crawljobs");
        var schema = ((ObjectNode) crd.at("/spec/versions/0/schema")).putObject("openAPIV3Schema");
        schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
        api.kubectlWith(crd.toString(), "apply", "--server-side", "--force-conflicts")
                .orFail();
    }
}
