package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.HashMap;
import java.util.Map;

/** The objects of a queue as they should be. Pure. */
final class WorkerObjects {

    private static final int OLD_REPLICA_SETS = 2;
    private static final int PROGRESS_SECONDS = 600;

    private final WorkerPod pod;
    private final Egress egress;

    WorkerObjects(PoolSettings settings) {
        this.pod = new WorkerPod(settings);
        this.egress = new Egress(settings);
    }

    Deployment deployment(CrawlQueue queue, int replicas, String secret) {
        var workers = queue.getSpec().workers();
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(queue.getMetadata().getNamespace())
                .withName(Names.of(queue))
                .withLabels(labels(queue))
                .withOwnerReferences(Names.owner(queue))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withRevisionHistoryLimit(OLD_REPLICA_SETS)
                .withProgressDeadlineSeconds(PROGRESS_SECONDS)
                .withNewSelector()
                .withMatchLabels(Names.labels(queue))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString("25%"))
                .withMaxUnavailable(new IntOrString("25%"))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(merged(workers.labels(), labels(queue)))
                .withAnnotations(workers.annotations().isEmpty() ? null : workers.annotations())
                .endMetadata()
                .withSpec(pod.of(queue, secret))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Without any right: nothing binds it to a role. */
    ServiceAccount serviceAccount(CrawlQueue queue) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(queue.getMetadata().getNamespace())
                .withName(Names.of(queue))
                .withLabels(Names.labels(queue))
                .withOwnerReferences(Names.owner(queue))
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    NetworkPolicy networkPolicy(CrawlQueue queue) {
        return egress.of(queue);
    }

    private static Map<String, String> labels(CrawlQueue queue) {
        return merged(Names.labels(queue), Map.of("app.kubernetes.io/name", "crawl-worker"));
    }

    private static Map<String, String> merged(Map<String, String> first, Map<String, String> wins) {
        var merged = new HashMap<>(first);
        merged.putAll(wins);
        return merged;
    }
}
