package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rendered of many values is judged by a real API server: each field by its schema, each pod by the policy {@code restricted}. */
@ExtendWith(HelmBesideApiServer.class)
class MatrixTest {

    @TempDir
    private static Path folder;

    private static RealApiServer api;
    private static Chart chart;

    @BeforeAll
    static void prepare(RealApiServer server) {
        api = server;
        chart = CRAWLJOB.withHooksShown(folder);
        // What makes pods is warned of, and a pod is refused
        api.kubectl(
                        "label",
                        "namespace",
                        "system",
                        "pod-security.kubernetes.io/warn=restricted",
                        "pod-security.kubernetes.io/enforce=restricted")
                .orFail();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{crds: {enabled: false}}",
                "{crds: {keep: false}}",
                "{watchNamespaces: [alpha, beta]}",
                "{watchNamespaces: [alpha], rbac: {clusterWide: false, aggregate: false}}",
                "{watchNamespaces: [alpha], test: {url: 'https://example.org/'}}",
                "{rbac: {create: false}, serviceAccount: {create: false, name: mine}}",
                "{serviceAccount: {annotations: {a: b}}, defaultQueue: {create: false}}",
                "{operator: {replicas: 3, podLabels: {team: a}, podAnnotations: {b: c}, nodeSelector: {disk: ssd}, tolerations: [{operator: Exists}], "
                        + "priorityClassName: high, extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Xss1m}], affinity: {nodeAffinity: "
                        + "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}}}",
                "{redis: {url: 'redis://r.test:6379', workerUrl: 'redis://w.test:6379'}}",
                "{redis: {url: 'rediss://r.test:6380/1', existingSecret: mine, caSecret: ca, user: u, prefix: p}, masterKey: {existingSecret: k}}",
                "{redis: {password: secret, bundled: {persistence: {enabled: false}, maxMemory: 1gb, nodeSelector: {a: b}, tolerations: [{operator: Exists}]}}}",
                "{redis: {bundled: {persistence: {size: 1Gi, storageClassName: fast}}}}",
                "{image: {operator: 'r.test/o@sha256:1', pullPolicy: Always, pullSecrets: [{name: s}]}}",
                "{network: {policies: false}}",
                "{network: {egressCidrs: [10.0.0.0/8, 'fd00::/8']}}",
                "{politeness: {allowIgnoreRobots: true, default: {delayMillis: 0, maxConcurrent: 9}}}",
                "{nameOverride: other}",
                "{fullnameOverride: a-name-that-is-as-long-as-a-name-may-be-in-this-chart-and-more}",
            })
    void theApiServerTakesAllOfItAndItsPodsAreRestricted(String values) {
        var documents = chart.render(values);

        assertThat(documents.pods()).isNotEmpty();
        assertThat(taken(documents).err()).isEmpty();
    }

    @Test
    void whatIsForPrometheusIsNoFieldOfAnotherKind() {
        var documents = chart.render(MonitoringTest.ALL);

        var others = documents.where(it -> !it.path("apiVersion").asText().startsWith("monitoring.coreos.com/"));

        assertThat(documents.all()).hasSizeGreaterThan(others.all().size());
        assertThat(taken(others).err()).isEmpty();
    }

    @Test
    void theApiServerRefusesAFieldThatThereIsNot() {
        var documents = chart.render(
                "{extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: system}, dta: {}}]}");

        assertThat(taken(documents).err()).contains(".dta: field not declared in schema");
    }

    @Test
    void theApiServerWarnsOfPodsThatAreNotRestricted() {
        var documents = chart.render("""
                extraObjects:
                  - apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: loose, namespace: system}
                    spec:
                      selector: {matchLabels: {a: b}}
                      template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
                """);

        assertThat(taken(documents).err()).contains("would violate PodSecurity \"restricted:latest\"");
    }

    private static RealApiServer.Ran taken(Manifests documents) {
        return api.kubectlWith(
                documents.text(),
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--validate=strict");
    }
}
