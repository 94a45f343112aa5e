package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

/** The client, and what its answers say about when to ask again. */
public record ApiServer(KubernetesClient client, ApiPauses pauses) implements AutoCloseable {

    /**
     * Where it is.
     *
     * @param longestSilence a watch on which nothing is heard for so long is made anew
     */
    public record Address(Config config, Duration longestSilence) {

        public static Address of(Config config) {
            return new Address(config, ClusterClient.LONGEST_SILENCE);
        }
    }

    public static ApiServer connect(Address address, Clock clock) {
        var pauses = new ApiPauses(clock);
        return new ApiServer(ClusterClient.create(address.config(), pauses, address.longestSilence()), pauses);
    }

    @Override
    public void close() {
        client.close();
    }
}
