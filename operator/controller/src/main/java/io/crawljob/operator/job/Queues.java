package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.operator.cluster.Specs;
import io.crawljob.operator.pool.PoolRegistry;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;

/** The queues that jobs name. */
final class Queues {

    /** Of a queue whose resource was not looked at yet. */
    static final PoolRegistry.Pool NOT_SEEN = new PoolRegistry.Pool(
            false,
            null,
            new WorkersView(0, 0, null, null, List.of()),
            QueueLimits.NONE,
            Allowance.DEFAULT,
            List.of(),
            false);

    private static final String DEFAULT = "default";

    private final KubernetesClient client;
    private final PoolRegistry registry;
    private final boolean createDefault;

    Queues(KubernetesClient client, PoolRegistry registry, boolean createDefault) {
        this.client = client;
        this.registry = registry;
        this.createDefault = createDefault;
    }

    Optional<PoolRegistry.Pool> find(QueueKey queue) {
        return registry.find(queue);
    }

    /** What a job needs to know of its queue before it is accepted. */
    record Offer(boolean exists, List<Workers.Secret> secrets, boolean browser) {
        Offer {
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * Asked of the API server when this process does not know it yet. Makes the default one where it is missing, and leaves it to its namespace from then on.
     */
    Offer offer(QueueKey queue) {
        var known = registry.find(queue);
        if (known.isPresent())
            return new Offer(true, known.get().secrets(), known.get().browser());
        var present = client.resources(CrawlQueue.class)
                .inNamespace(queue.namespace())
                .withName(queue.name())
                .get();
        if (present != null) {
            var workers = Specs.orEmpty(present.getSpec()).workers();
            return new Offer(true, workers.secrets(), workers.browser());
        }
        return new Offer(createDefault && queue.name().equals(DEFAULT) && create(queue), List.of(), false);
    }

    private boolean create(QueueKey queue) {
        var made = Serialization.unmarshal("{\"spec\":{}}", CrawlQueue.class);
        made.setMetadata(new ObjectMetaBuilder()
                .withNamespace(queue.namespace())
                .withName(queue.name())
                .build());
        try {
            client.resource(made).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) throw e;
        }
        return true;
    }
}
