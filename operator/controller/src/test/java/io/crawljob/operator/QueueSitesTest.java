package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a queue's workers get to sites: by a proxy, and with certificates of the queue's own. */
@ExtendWith(WithApiServer.class)
class QueueSitesTest {

    private static final String QUEUE = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlQueue
            metadata: {name: proxied}
            spec: {workers: {proxy: "http://proxy.example.org:3128", caBundle: {name: corporate, key: ca.crt}}}
            """;

    @Test
    void workersAreToldTheProxyAndGetTheCertificates(RealApiServer api) {
        try (var at = Installation.of(api, Map.of())) {
            at.apply(QUEUE);
            at.eventually(() -> at.queueSaid("proxied", READY).equals("True/ScaledToZero"));

            var deployment = at.deployment("crawl-proxied").orElseThrow();
            var pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(environment(pod))
                    .containsEntry("CRAWL_PROXY", "http://proxy.example.org:3128")
                    .containsEntry("CRAWL_CA_BUNDLE", "/var/run/crawljob/ca-bundle/corporate/ca.crt");
            assertThat(pod.getVolumes())
                    .filteredOn(it -> it.getName().equals("ca-bundle"))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.getConfigMap().getName()).isEqualTo("corporate");
                        // Else a pod would wait for it without a word.
                        assertThat(it.getConfigMap().getOptional()).isTrue();
                        assertThat(it.getConfigMap().getItems())
                                .singleElement()
                                .satisfies(item -> assertThat(item.getKey()).isEqualTo("ca.crt"));
                    });
            assertThat(pod.getContainers().getFirst().getVolumeMounts())
                    .filteredOn(it -> it.getName().equals("ca-bundle"))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.getMountPath()).isEqualTo("/var/run/crawljob/ca-bundle/corporate");
                        assertThat(it.getReadOnly()).isTrue();
                    });
        }
    }

    private static Map<String, String> environment(PodSpec pod) {
        return pod.getContainers().getFirst().getEnv().stream()
                .filter(it -> it.getValue() != null)
                .collect(Collectors.toMap(it -> it.getName(), it -> it.getValue()));
    }
}
