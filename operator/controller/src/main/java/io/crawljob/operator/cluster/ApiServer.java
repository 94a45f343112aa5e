package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** The client, and what its answers say about when to ask again. */
public record ApiServer(KubernetesClient client, ApiPauses pauses) implements AutoCloseable {

    public static ApiServer connect(Config config, Clock clock) {
        var pauses = new ApiPauses(clock);
        return new ApiServer(ClusterClient.create(config, pauses), pauses);
    }

    @Override
    public void close() {
        client.close();
    }
}
