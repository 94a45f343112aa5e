package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator makes of the workers' pods; the test plays the kubelet. */
@ExtendWith(WithApiServer.class)
class WorkerPodsTest {

    private static Installation at;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void carriesUpWhatTheKubeletSaysAndTakesItBackAfterTheMend() {
        at.applyBatch("waiting", 2, "priority: High");
        at.awaitReplicas("crawl-quick", 1);
        var pod = pod("quick", "crawl-quick-1");
        status(pod, """
                {"status": {"phase": "Pending", "containerStatuses": [{"name": "worker", "ready": false, "restartCount": 0,
                  "image": "x", "imageID": "", "state": {"waiting": {"reason": "ImagePullBackOff",
                  "message": "Back-off pulling image crawljob/worker:test"}}}]}}
                """);

        at.eventually(() -> at.queueSaid("quick", WORKERS_READY).equals("False/ImagePullFailed"));
        at.awaitSaid("waiting", WORKERS_READY, "False/ImagePullFailed");
        assertThat(at.message("waiting", WORKERS_READY)).contains("Back-off pulling image crawljob/worker:test");

        status(pod, """
                {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
                  "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0, "image": "x", "imageID": "",
                  "state": {"running": {"startedAt": "2026-11-22T03:00:00Z"}}}]}}
                """);
        at.awaitSaid("waiting", WORKERS_READY, "True/WorkersReady");
        at.client.resource(pod).withGracePeriod(0).delete();
        at.delete("waiting");
    }

    @Test
    void makesTheSecretAgainWhenThePodsMissIt() {
        at.applyBatch("robbed", 1);
        at.awaitReplicas("crawl-quick", 1);
        var secrets = at.client.secrets().inNamespace(at.namespace).withLabel("crawljob.io/queue", "quick");
        var name = secrets.list().getItems().getFirst().getMetadata().getName();
        secrets.delete();
        var pod = pod("quick", "crawl-quick-3");

        status(pod, """
                {"status": {"phase": "Pending", "containerStatuses": [{"name": "worker", "ready": false, "restartCount": 0,
                  "image": "x", "imageID": "", "state": {"waiting": {"reason": "CreateContainerConfigError",
                  "message": "secret \\"%s\\" not found"}}}]}}
                """.formatted(name));

        at.eventually(() -> !secrets.list().getItems().isEmpty());
        assertThat(secrets.list().getItems().getFirst().getMetadata().getName()).isEqualTo(name);
        at.client.resource(pod).withGracePeriod(0).delete();
        at.delete("robbed");
    }

    @Test
    void givesBackAtOnceWhatAWorkerHeldWhosePodIsGone() {
        var key = at.applyBatch("held", 1);
        at.awaitReplicas("crawl-quick", 1);
        var pod = pod("quick", "crawl-quick-2");
        var worker = new WorkerPlay(at.queue, "crawl-quick-2");
        at.queue.frontier().pick(new QueueKey(at.namespace, "quick"), "crawl-quick-2", 1);
        at.eventually(() -> worker.takeOne(key).isPresent());

        at.client.resource(pod).withGracePeriod(0).delete();

        // Sooner than the lease of fifteen seconds.
        await().atMost(Duration.ofSeconds(12))
                .until(() ->
                        new WorkerPlay(at.queue, "crawl-quick-3").takeOne(key).isPresent());
    }

    private static Pod pod(String queue, String name) {
        var template = at.deployment("crawl-" + queue).orElseThrow().getSpec().getTemplate();
        return at.client
                .resource(new PodBuilder()
                        .withMetadata(template.getMetadata())
                        .withSpec(template.getSpec())
                        .editMetadata()
                        .withName(name)
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void status(Pod pod, String merge) {
        at.api
                .kubectl(
                        "patch",
                        "pod",
                        pod.getMetadata().getName(),
                        "-n",
                        at.namespace,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        merge)
                .orFail();
    }
}
