package io.crawljob.queue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Makes connections: to one server, or to all masters of a Redis Cluster when the server says that it is a part of one. Thread-safe. */
final class Connector implements AutoCloseable {

    private static final Duration LOOK_AT_CLUSTER = Duration.ofSeconds(30);

    private final ClientResources resources;
    private final RedisClient single;
    private final RedisURI uri;
    private final ClusterClientOptions options;
    private final AtomicLong breaks = new AtomicLong();

    /** Guards {@code cluster}. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable RedisClusterClient cluster;

    /**
     * @param seven whether its server is of version 7 or newer: knows script flags, and keys that may only be read
     * @param cluster whether a call may only name keys of one slot
     */
    record Session(
            StatefulConnection<String, String> connection,
            RedisClusterAsyncCommands<String, String> commands,
            boolean seven,
            boolean cluster) {

        /** The commands of every master: of the one server, if it is no cluster. */
        List<RedisClusterAsyncCommands<String, String>> masters() {
            if (!(connection instanceof StatefulRedisClusterConnection<String, String> all)) return List.of(commands);
            var masters = new ArrayList<RedisClusterAsyncCommands<String, String>>();
            for (var node : all.getPartitions()) {
                if (node.is(RedisClusterNode.NodeFlag.UPSTREAM)) {
                    masters.add(all.getConnection(node.getNodeId()).async());
                }
            }
            return masters;
        }
    }

    Connector(ClientResources resources, RedisURI uri, ClusterClientOptions options) {
        this.resources = resources;
        this.uri = uri;
        this.options = options;
        this.single = RedisClient.create(resources);
        single.setOptions(options);
        single.addListener(countsBreaks());
    }

    /** How often a connection ended so far: whatever answers after that may be a server that has lost something. */
    long breaks() {
        return breaks.get();
    }

    private RedisConnectionStateListener countsBreaks() {
        return new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                breaks.incrementAndGet();
            }
        };
    }

    /** Throws {@link RedisException} when there is no server, or it does not let us in. */
    Session connect() {
        var connection = single.connect(uri);
        ServerInfo info;
        try {
            info = ServerInfo.parse(
                    connection.sync().info("server") + "\n" + connection.sync().info("cluster"));
        } catch (RedisException e) {
            var _ = connection.closeAsync();
            throw e;
        }
        boolean seven = info.major() >= 7;
        if (!info.field("cluster_enabled").equals("1")) {
            return new Session(connection, connection.async(), seven, false);
        }
        connection.close();
        var all = cluster().connect();
        return new Session(all, all.async(), seven, true);
    }

    private RedisClusterClient cluster() {
        lock.lock();
        try {
            var known = cluster;
            if (known != null) return known;
            var made = RedisClusterClient.create(resources, uri);
            // Here a node's connection is made when it is first needed; what is sent meanwhile waits for it, as long as
            // for an answer.
            made.setOptions(options.mutate()
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
                    .build());
            made.addListener(countsBreaks());
            cluster = made;
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Masters come and go: looked at in turns; that a node says so, or does not answer, is the client's own reason to look. */
    static ClusterTopologyRefreshOptions refresh() {
        return ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(LOOK_AT_CLUSTER)
                .build();
    }

    @Override
    public void close() {
        single.shutdown(0, 2, TimeUnit.SECONDS);
        lock.lock();
        try {
            if (cluster != null) cluster.shutdown(0, 2, TimeUnit.SECONDS);
        } finally {
            lock.unlock();
        }
    }
}
