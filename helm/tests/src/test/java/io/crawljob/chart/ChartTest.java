package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Chart.KINDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(HelmBesideApiServer.class)
class ChartTest {

    private static final Set<String> CLUSTER_WIDE =
            Set.of("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "HostPolicy");

    @Test
    void bothChartsPassTheStrictLint() {
        for (var chart : List.of(CRAWLJOB, KINDS)) {
            var lint = chart.lint();
            assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        }
    }

    @Test
    void theStrictLintFailsWhereSomethingIsWrong(@TempDir Path folder) throws IOException {
        var broken = CRAWLJOB.withHooksShown(folder);
        Files.writeString(folder.resolve("templates/broken.yaml"), "kind: {{ .Values.nobody.has.this }}");

        assertThat(broken.lint().isFailed()).isTrue();
    }

    @Test
    void whatIsTemplatedByNamespaceNamesIt(@TempDir Path folder) {
        for (var document : CRAWLJOB.withHooksShown(folder).render().all()) {
            assertThat(document.path("metadata").has("namespace"))
                    .as("%s", document.path("metadata"))
                    .isEqualTo(!CLUSTER_WIDE.contains(document.path("kind").asText()));
        }
    }

    @Test
    void thePackagedChartBringsTheKindsAlong(@TempDir Path folder) {
        assertThat(CRAWLJOB.packed(folder).render().kinds()).contains("CustomResourceDefinition", "Deployment");
    }

    @Test
    void itWorksAsAPartOfAnotherChart(@TempDir Path outer) throws IOException {
        Files.createDirectory(outer.resolve("charts"));
        Files.createSymbolicLink(
                outer.resolve("charts/crawljob"), CRAWLJOB.place().toRealPath());
        Files.writeString(outer.resolve("Chart.yaml"), """
                apiVersion: v2
                name: outer
                version: 0.1.0
                dependencies: [{name: crawljob, version: 0.1.0}]
                """);

        var rendered = new Chart(outer).render("{global: {team: a}, crawljob: {operator: {replicas: 3}}}");

        assertThat(rendered.the("Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
    }

    @Test
    void theKindsAreKeptWhenAReleaseGoesAndOnlyThenByChoice() {
        for (var chart : List.of(CRAWLJOB, KINDS)) {
            assertThat(chart.render().of("CustomResourceDefinition"))
                    .hasSize(4)
                    .allMatch(it -> policy(it).equals("keep"));
        }
        assertThat(CRAWLJOB.render("{crds: {keep: false}}").of("CustomResourceDefinition"))
                .hasSize(4)
                .allMatch(it -> policy(it).isEmpty());
    }

    @Test
    void theKindsCanBeLeftOut() {
        assertThat(CRAWLJOB.render("{crds: {enabled: false}}").kinds())
                .contains("Deployment")
                .doesNotContain("CustomResourceDefinition");
    }

    private static String policy(JsonNode document) {
        return document.path("metadata")
                .path("annotations")
                .path("helm.sh/resource-policy")
                .asText();
    }
}
