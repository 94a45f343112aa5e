package io.crawljob.queue;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes one cluster of three empty nodes. */
final class ClusterOfThree {

    private ClusterOfThree() {}

    static void form(List<URI> nodes) {
        var client = RedisClient.create();
        try {
            var connections = new ArrayList<StatefulRedisConnection<String, String>>();
            for (var node : nodes) connections.add(client.connect(RedisURI.create(node)));
            int share = SlotHash.SLOT_COUNT / nodes.size() + 1;
            for (int i = 0; i < nodes.size(); i++) {
                var commands = connections.get(i).sync();
                commands.clusterAddSlots(IntStream.range(i * share, Math.min(SlotHash.SLOT_COUNT, (i + 1) * share))
                        .toArray());
                for (var other : nodes) commands.clusterMeet("127.0.0.1", other.getPort());
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> connections.stream()
                            .allMatch(connection ->
                                    connection.sync().clusterInfo().contains("cluster_state:ok")));
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
