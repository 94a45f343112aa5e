package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.READY;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues whose workers have a browser, and the jobs that need one. */
@ExtendWith(WithApiServer.class)
class BrowserQueueTest {

    private static final String QUEUE = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlQueue
            metadata: {name: shop}
            spec: {workers: {browser: %s}}
            """;
    private static final String JOB = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: {name: spring}
            spec:
              queueName: shop
              source: {urls: {list: ["https://shop.example/"]}}
              fetch: {render: Auto}
            """;

    @Test
    void aJobThatRendersWaitsForAQueueWithBrowsersWhoseWorkersHaveAnImageAndRoomForThem(RealApiServer api) {
        try (var at = Installation.of(api, Map.of("CRAWL_WORKER_BROWSER_IMAGE", "crawljob/worker-browser:test"))) {
            at.apply(QUEUE.formatted("false"));
            at.apply(JOB);

            at.awaitSaid("spring", ACCEPTED, "False/PolicyDenied");
            assertThat(at.message("spring", ACCEPTED))
                    .contains("spec.fetch.render: is Auto", "CrawlQueue shop", "spec.workers.browser");

            at.apply(QUEUE.formatted("true"));
            at.awaitSaid("spring", ACCEPTED, "True/PlanStored");
            at.awaitReplicas("crawl-shop", 1);
            var pod = at.deployment("crawl-shop")
                    .orElseThrow()
                    .getSpec()
                    .getTemplate()
                    .getSpec();
            var worker = pod.getContainers().getFirst();
            assertThat(worker.getImage()).isEqualTo("crawljob/worker-browser:test");
            assertThat(worker.getResources().getLimits()).containsEntry("memory", new Quantity("2Gi"));
            assertThat(pod.getVolumes().getFirst().getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("1Gi"));
            assertThat(worker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        }
    }

    @Test
    void anInstallationWithoutABrowserImageSaysSo(RealApiServer api) {
        try (var at = Installation.of(api)) {
            at.apply(QUEUE.formatted("true"));

            at.eventually(() -> at.queueSaid("shop", READY).equals("False/AdmissionRefused"));
            assertThat(at.crawlQueue("shop").getStatus().conditions())
                    .filteredOn(condition -> condition.type().equals(WORKERS_READY.toString()))
                    .singleElement()
                    .satisfies(condition -> assertThat(condition.message())
                            .contains("spec.workers.browser", "CRAWL_WORKER_BROWSER_IMAGE", "image.browser"));
        }
    }
}
