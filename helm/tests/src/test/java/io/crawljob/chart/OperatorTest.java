package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Chart.KINDS;
import static io.crawljob.chart.Manifests.each;
import static io.crawljob.chart.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HelmBesideApiServer.class)
class OperatorTest {

    private static final Path SETTINGS = Path.of("../../operator/controller/docs/settings.md");

    @Test
    void theChartSetsTheOperatorsSettingsAndNoOthers() throws IOException {
        var documented = Pattern.compile("^\\| `(CRAWL_\\w+)` \\| (.*?) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(SETTINGS))
                .results()
                .collect(Collectors.toMap(it -> it.group(1), it -> it.group(2)));
        var required = documented.entrySet().stream()
                .filter(it -> it.getValue().equals("required"))
                .map(Map.Entry::getKey)
                .toList();

        var everything = CRAWLJOB.render("""
                redis: {url: "rediss://r:6379", ca: "-----BEGIN CERTIFICATE-----", user: u, password: p, workerUrl: "rediss://w:6379"}
                watchNamespaces: [a]
                network: {egressCidrs: [10.0.0.0/8]}
                """);

        assertThat(everything.settings()).containsExactlyInAnyOrderElementsOf(documented.keySet());
        assertThat(CRAWLJOB.render().settings()).containsAll(required);
        assertThat(required).isNotEmpty();
    }

    @Test
    void imagesAreOfTheChartsVersionUnlessNamed() {
        var own = CRAWLJOB.render();
        var given = CRAWLJOB.render("""
                image: {operator: "r.test/o@sha256:1", worker: "r.test/w:2", browser: "r.test/b:4", redis: "r.test/redis:3",
                        pullPolicy: Never, pullSecrets: [{name: s}]}
                """);

        assertThat(own.operator().path("image").asText()).isEqualTo("crawljob/operator:0.1.0-SNAPSHOT");
        assertThat(own.setting("CRAWL_WORKER_IMAGE")).isEqualTo("crawljob/worker:0.1.0-SNAPSHOT");
        assertThat(own.setting("CRAWL_WORKER_BROWSER_IMAGE")).isEqualTo("crawljob/worker-browser:0.1.0-SNAPSHOT");
        assertThat(given.operator().path("image").asText()).isEqualTo("r.test/o@sha256:1");
        assertThat(given.setting("CRAWL_WORKER_IMAGE")).isEqualTo("r.test/w:2");
        assertThat(given.setting("CRAWL_WORKER_BROWSER_IMAGE")).isEqualTo("r.test/b:4");
        assertThat(given.setting("CRAWL_WORKER_IMAGE_PULL_POLICY")).isEqualTo("Never");
        var redis = given.the("StatefulSet", "crawls-crawljob-redis");
        assertThat(redis.at("/spec/template/spec/containers/0/image").asText()).isEqualTo("r.test/redis:3");
        for (var maker : List.of(given.the("Deployment"), redis)) {
            assertThat(maker.at("/spec/template/spec/imagePullSecrets")).isEqualTo(yaml("[{name: s}]"));
        }
    }

    @Test
    void theVersionOfTheChartIsTheProducts() throws IOException {
        var product = Pattern.compile("<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("../../pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        for (var chart : List.of(CRAWLJOB, KINDS)) {
            assertThat(yaml(chart.file("Chart.yaml")).path("appVersion").asText())
                    .isEqualTo(product);
        }
    }

    @Test
    void severalReplicasAreSpreadAndKeptFromGoingAtOnce() {
        var documents = CRAWLJOB.render("{operator: {replicas: 2}}");

        assertThat(documents
                        .the("PodDisruptionBudget")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isEqualTo(1);
        assertThat(documents.the("Deployment").at("/spec/template/spec").has("topologySpreadConstraints"))
                .isTrue();
        assertThat(CRAWLJOB.render().kinds()).doesNotContain("PodDisruptionBudget");
    }

    @Test
    void theCommandLineFindsTheReadApiAndItsReader() {
        var documents = CRAWLJOB.render();
        var service = documents.the("Service");

        var reader =
                service.at("/metadata/annotations").path("crawljob.io/reader").asText();

        assertThat(service.at("/metadata/labels").path("crawljob.io/read-api").asText())
                .isEqualTo("true");
        assertThat(service.at("/spec/ports/0/name").asText()).isEqualTo("api");
        assertThat(documents.the("ServiceAccount", reader).isObject()).isTrue();
        assertThat(documents.of("ClusterRoleBinding").stream()
                        .flatMap(it -> each(it.path("subjects")))
                        .map(it -> it.path("name").asText()))
                .contains(reader);
    }

    @Test
    void extraObjectsMayUseTemplates() {
        var documents = CRAWLJOB.render("""
                extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-extra"}}]
                """);

        assertThat(documents.the("ConfigMap", "crawls-extra").isObject()).isTrue();
    }

    @Test
    void everyContainerHasBoundsAndGivesUpWhatItDoesNotNeed() {
        var containers = CRAWLJOB.render().pods().stream()
                .flatMap(it -> each(it.path("containers")))
                .toList();

        assertThat(containers).hasSize(2).allSatisfy((JsonNode it) -> {
            assertThat(it.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(it.at("/resources/limits").has("memory")).isTrue();
        });
        assertThat(CRAWLJOB.render().pods())
                .allMatch(it -> !it.path("enableServiceLinks").asBoolean(true));
    }
}
