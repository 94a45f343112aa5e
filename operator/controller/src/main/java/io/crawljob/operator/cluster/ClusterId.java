package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tells this cluster from others: the uid of its namespace {@code kube-system}, which lives as long as the cluster. Thread-safe. */
public final class ClusterId {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterId.class);

    private final KubernetesClient client;
    private volatile @Nullable String known;
    private volatile @Nullable String lastWhy;

    public ClusterId(KubernetesClient client) {
        this.client = client;
    }

    private void told(String why) {
        if (why.equals(lastWhy)) return;
        lastWhy = why;
        LOG.warn("the cluster's id cannot be read (get on the namespace kube-system): {}", why);
    }

    /** Empty while the API server does not tell. */
    public Optional<String> find() {
        var before = known;
        if (before != null) return Optional.of(before);
        try {
            var namespace = client.namespaces().withName("kube-system").get();
            if (namespace == null) return Optional.empty();
            known = namespace.getMetadata().getUid();
            return Optional.ofNullable(known);
        } catch (KubernetesClientException e) {
            told(Refusals.message(e));
            return Optional.empty();
        }
    }
}
