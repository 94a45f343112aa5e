package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Manifests.each;
import static io.crawljob.chart.Manifests.json;
import static io.crawljob.chart.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chart brings for Prometheus and Grafana. The alerts themselves are tested by Prometheus's engine, beside. */
@ExtendWith(HelmBesideApiServer.class)
class MonitoringTest {

    static final String ALL = """
            metrics: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}, prometheusRule: {enabled: true}, dashboard: {enabled: true}}
            """;

    @Test
    void nothingOfItIsThereUnlessAskedFor() {
        assertThat(CRAWLJOB.render().kinds()).doesNotContain("ServiceMonitor", "PodMonitor", "PrometheusRule");
    }

    @Test
    void aQueuesFiguresKeepItsOwnNamespace() {
        var endpoint = CRAWLJOB.render(ALL).the("ServiceMonitor").at("/spec/endpoints/0");

        assertThat(endpoint.path("port").asText()).isEqualTo("metrics");
        assertThat(endpoint.path("honorLabels").asBoolean()).isTrue();
    }

    @Test
    void theMonitorFindsTheServiceByItsLabelsAndPort() {
        var documents = CRAWLJOB.render(ALL);
        var service = documents.the("Service");

        var wanted = documents.the("ServiceMonitor").at("/spec/selector/matchLabels");

        assertThat(wanted.propertyStream())
                .isNotEmpty()
                .allMatch(it ->
                        it.getValue().equals(service.at("/metadata/labels").path(it.getKey())));
        assertThat(each(service.at("/spec/ports")).map(it -> it.path("name").asText()))
                .contains("metrics");
    }

    @Test
    void workersAreFoundInTheNamespacesThatAreWatched() {
        var everywhere = CRAWLJOB.render(ALL).the("PodMonitor", "crawls-crawljob-workers");
        var few = CRAWLJOB.render(ALL + "watchNamespaces: [a, b]").the("PodMonitor", "crawls-crawljob-workers");

        assertThat(everywhere.at("/spec/namespaceSelector")).isEqualTo(yaml("{any: true}"));
        assertThat(few.at("/spec/namespaceSelector")).isEqualTo(yaml("{matchNames: [a, b]}"));
        assertThat(few.at("/spec/selector/matchLabels"))
                .isEqualTo(yaml("{app.kubernetes.io/managed-by: crawljob-operator}"));
    }

    @Test
    void theRulesAreThoseOfTheFileAndLabelsCanBeAdded() {
        var rule = CRAWLJOB.render("{metrics: {prometheusRule: {enabled: true, labels: {release: prom}}}}")
                .the("PrometheusRule");

        assertThat(rule.path("spec")).isEqualTo(yaml(CRAWLJOB.file("files/alerts.yaml")));
        assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prom");
    }

    @Test
    void theDashboardIsThatOfTheFileWithPanelsThatDoNotOverlap() {
        var dashboard = json(CRAWLJOB.render(ALL)
                .the("ConfigMap", "crawls-crawljob-dashboard")
                .path("data")
                .path("crawljob.json")
                .asText());

        assertThat(dashboard).isEqualTo(json(CRAWLJOB.file("files/dashboard.json")));
        assertThat(each(dashboard.path("panels")).map(it -> List.of(it.at("/gridPos/x"), it.at("/gridPos/y"))))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(each(dashboard.path("panels")))
                .allMatch(it -> !it.path("title").asText().isEmpty()
                        && !it.path("description").asText().isEmpty()
                        && !it.at("/targets/0/expr").asText().isEmpty());
    }

    /** By the names in the sources; that these are really told, the tests of operator and worker show. */
    @Test
    void whatTheDashboardAndTheAlertsAskForIsToldBySomebody() throws IOException {
        var asked =
                found("crawljob_\\w+", CRAWLJOB.file("files/alerts.yaml") + CRAWLJOB.file("files/dashboard.json"))
                        .stream()
                        .map(it -> it.replaceFirst("_(total|seconds|seconds_count|seconds_bucket)$", ""))
                        .collect(Collectors.toSet());

        var told = new HashSet<String>();
        for (var module : List.of("operator/controller", "worker-image/worker")) {
            try (var files = Files.walk(Path.of("../..", module, "src/main"))) {
                for (var file :
                        files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    for (var name : found("\"crawljob[._][a-z._]+\"", Files.readString(file))) {
                        told.add(name.replace("\"", "").replace('.', '_'));
                    }
                }
            }
        }

        assertThat(asked).isNotEmpty().isSubsetOf(told);
    }

    private static Set<String> found(String expression, String text) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .map(it -> it.group())
                .collect(Collectors.toSet());
    }
}
