package io.crawljob.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Plays the ReplicaSet controller and the kubelet, since neither runs in these tests: a pod of a queue's Deployment, and what is said of it. */
final class PodPlay {

    private static final String READY = """
            {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
              "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0, "image": "x", "imageID": "",
              "state": {"running": {"startedAt": "2026-11-22T03:00:00Z"}}}]}}
            """;

    private final Installation at;

    PodPlay(Installation at) {
        this.at = at;
    }

    Pod create(String queue, String name) {
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

    Pod createReady(String queue, String name) {
        var pod = create(queue, name);
        ready(pod);
        return pod;
    }

    void ready(Pod pod) {
        status(pod, READY);
    }

    void status(Pod pod, String merge) {
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

    void delete(Pod pod) {
        at.client.resource(pod).withGracePeriod(0).delete();
    }
}
