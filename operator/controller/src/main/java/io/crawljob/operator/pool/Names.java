package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How the objects of a queue are called and labelled. */
final class Names {

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String OPERATOR = "crawljob-operator";
    static final String QUEUE = "crawljob.io/queue";

    private Names() {}

    /** Of the Deployment, the ServiceAccount and the NetworkPolicy alike. */
    static String of(CrawlQueue queue) {
        return of(queue.getMetadata().getName());
    }

    static String of(String queueName) {
        return "crawl-" + queueName;
    }

    static Map<String, String> labels(CrawlQueue queue) {
        return Map.of(MANAGED_BY, OPERATOR, QUEUE, queue.getMetadata().getName());
    }

    static QueueKey key(CrawlQueue queue) {
        return new QueueKey(
                queue.getMetadata().getNamespace(), queue.getMetadata().getName());
    }

    /** Whose worker a pod or a Deployment is, by its labels. */
    static Optional<QueueKey> queueOf(HasMetadata object) {
        var labels = Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of());
        var queue = labels.get(QUEUE);
        if (queue == null || !OPERATOR.equals(labels.get(MANAGED_BY))) return Optional.empty();
        return Optional.of(new QueueKey(object.getMetadata().getNamespace(), queue));
    }

    static OwnerReference owner(CrawlQueue queue) {
        return new OwnerReferenceBuilder()
                .withApiVersion(queue.getApiVersion())
                .withKind(queue.getKind())
                .withName(queue.getMetadata().getName())
                .withUid(queue.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    static boolean owns(CrawlQueue queue, HasMetadata object) {
        var uid = queue.getMetadata().getUid();
        return object.getMetadata().getOwnerReferences().stream().anyMatch(owner -> uid.equals(owner.getUid()));
    }
}
