package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.QueueKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator makes of the workers' pods; the test plays the kubelet. */
@ExtendWith(WithApiServer.class)
class WorkerPodsTest {

    private static Installation at;
    private static PodPlay pods;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
        pods = new PodPlay(at);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void carriesUpWhatTheKubeletSaysAndTakesItBackAfterTheMend() {
        at.applyBatch("waiting", 2, "priority: High");
        at.awaitReplicas("crawl-quick", 1);
        var pod = pods.create("quick", "crawl-quick-1");
        pods.status(pod, """
                {"status": {"phase": "Pending", "containerStatuses": [{"name": "worker", "ready": false, "restartCount": 0,
                  "image": "x", "imageID": "", "state": {"waiting": {"reason": "ImagePullBackOff",
                  "message": "Back-off pulling image crawljob/worker:test"}}}]}}
                """);

        at.eventually(() -> at.queueSaid("quick", WORKERS_READY).equals("False/ImagePullFailed"));
        at.awaitSaid("waiting", WORKERS_READY, "False/ImagePullFailed");
        assertThat(at.message("waiting", WORKERS_READY)).contains("Back-off pulling image crawljob/worker:test");

        pods.ready(pod);
        at.awaitSaid("waiting", WORKERS_READY, "True/WorkersReady");
        pods.delete(pod);
        at.delete("waiting");
    }

    @Test
    void makesTheSecretAgainWhenThePodsMissIt() {
        at.applyBatch("robbed", 1);
        at.awaitReplicas("crawl-quick", 1);
        var secrets = at.client.secrets().inNamespace(at.namespace).withLabel("crawljob.io/queue", "quick");
        var name = secrets.list().getItems().getFirst().getMetadata().getName();
        secrets.delete();
        var pod = pods.create("quick", "crawl-quick-3");

        pods.status(pod, """
                {"status": {"phase": "Pending", "containerStatuses": [{"name": "worker", "ready": false, "restartCount": 0,
                  "image": "x", "imageID": "", "state": {"waiting": {"reason": "CreateContainerConfigError",
                  "message": "secret \\"%s\\" not found"}}}]}}
                """.formatted(name));

        at.eventually(() -> !secrets.list().getItems().isEmpty());
        assertThat(secrets.list().getItems().getFirst().getMetadata().getName()).isEqualTo(name);
        pods.delete(pod);
        at.delete("robbed");
    }

    @Test
    void givesBackAtOnceWhatAWorkerHeldWhosePodIsGone() {
        var key = at.applyBatch("held", 1);
        at.awaitReplicas("crawl-quick", 1);
        var pod = pods.create("quick", "crawl-quick-2");
        var worker = new WorkerPlay(at.queue, "crawl-quick-2");
        at.queue.frontier().pick(new QueueKey(at.namespace, "quick"), "crawl-quick-2", 1);
        at.eventually(() -> worker.takeOne(key).isPresent());

        pods.delete(pod);

        // Sooner than the lease of fifteen seconds.
        await().atMost(Duration.ofSeconds(12))
                .until(() ->
                        new WorkerPlay(at.queue, "crawl-quick-3").takeOne(key).isPresent());
    }
}
