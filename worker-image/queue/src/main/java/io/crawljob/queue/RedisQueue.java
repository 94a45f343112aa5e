package io.crawljob.queue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The ports on one Redis. Close it last: what was not settled is leased again by others once its lease has run out. */
public final class RedisQueue implements AutoCloseable {

    /** A half-open connection is seen within this time. */
    private static final Duration HALF_OPEN = Duration.ofSeconds(8);

    /** Between two tries to reconnect. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final int MOST_IN_FLIGHT = 4096;

    private final ClientResources resources;
    private final Connector connector;
    private final Links links;
    private final Hints hints;
    private final Frontier frontier;
    private final Jobs jobs;
    private final Gate gate;
    private final SharedState shared;
    private final Server server;

    private RedisQueue(RedisSettings settings, QueueTimes times) {
        resources = DefaultClientResources.builder()
                // The client's own pauses grow to 30 s: so long would a worker stand after a long outage.
                .reconnectDelay(Delay.fullJitter(Duration.ZERO, LONGEST_PAUSE, 20, TimeUnit.MILLISECONDS))
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        connector = new Connector(resources, uri(settings, times), options(settings, times));
        links = new Links(
                new Keys(settings.prefix()), new RedisLink(connector, settings), new RedisLink(connector, settings));
        hints = new Hints(links.keys(), links.main());
        var notes = new LaneNotes();
        gate = new RedisGate(links, notes, times);
        frontier = new RedisFrontier(links, hints, notes, times);
        jobs = new RedisJobs(links, hints, new SnapshotReader(links, gate, times));
        shared = new RedisSharedState(links);
        server = new RedisServer(links);
    }

    /**
     * Does not wait for a server: a first call that does not reach one throws {@link QueueUnavailableException}.
     *
     * @throws IllegalArgumentException if the URL or the prefix cannot be used
     */
    public static RedisQueue connect(RedisSettings settings) {
        return connect(settings, QueueTimes.DEFAULT);
    }

    public static RedisQueue connect(RedisSettings settings, QueueTimes times) {
        if (!settings.prefix().matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "the prefix \"%s\" must be 1 to 64 letters, digits, dots, dashes or underscores"
                            .formatted(settings.prefix()));
        }
        return new RedisQueue(settings, times);
    }

    private static RedisURI uri(RedisSettings settings, QueueTimes times) {
        var uri = RedisURI.create(settings.url());
        uri.setTimeout(times.command());
        var user = settings.user();
        var password = settings.password();
        if (password != null) {
            uri.setCredentialsProvider(new StaticCredentialsProvider(RedisCredentials.just(user, password)));
        }
        return uri;
    }

    /** What is wrong with the client's defaults for a queue: commands that wait while there is no connection, and connections that are dead unnoticed. */
    private static ClusterClientOptions options(RedisSettings settings, QueueTimes times) {
        var socket = SocketOptions.builder()
                .connectTimeout(times.command())
                .keepAlive(SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(HALF_OPEN.dividedBy(2))
                        .interval(Duration.ofSeconds(1))
                        .count(4)
                        .build());
        if (EpollProvider.isAvailable()) {
            socket.tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(HALF_OPEN)
                    .build());
        }
        return ClusterClientOptions.builder()
                .topologyRefreshOptions(Connector.refresh())
                .protocolVersion(ProtocolVersion.RESP2)
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_IN_FLIGHT)
                .timeoutOptions(TimeoutOptions.enabled(times.command()))
                .socketOptions(socket.build())
                .sslOptions(tls(settings.authorities()))
                .build();
    }

    private static SslOptions tls(String authorities) {
        if (authorities.isEmpty()) return SslOptions.create();
        return SslOptions.builder()
                .jdkSslProvider()
                .trustManager(() -> RedisSettings.stream(authorities))
                .build();
    }

    public Frontier frontier() {
        return frontier;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Gate gate() {
        return gate;
    }

    public SharedState shared() {
        return shared;
    }

    public Server server() {
        return server;
    }

    @Override
    public void close() {
        hints.close();
        links.beats().close();
        links.main().close();
        connector.close();
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
