package io.crawljob.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Collectors;

/** A real server (6.2) whose clock can be set while it runs. A server with the allocator of Redis 7 does not start with {@link SettableClock}. */
public final class ServerClock implements AutoCloseable {

    private final SettableClock clock;
    private final RedisServerProcess server;

    private ServerClock(SettableClock clock, RedisServerProcess server) {
        this.clock = clock;
        this.server = server;
    }

    /** Skips the test as {@link SettableClock#start} does. */
    public static ServerClock start() throws IOException {
        var clock = SettableClock.start();
        var environment = clock.environment().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(" "));
        var server = Files.writeString(
                clock.folder().resolve("server"), """
                #!/bin/sh
                %s exec %s "$@"
                """.formatted(environment, RedisServerProcess.bundled()));
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        return new ServerClock(clock, RedisServerProcess.start(server));
    }

    public RedisServerProcess server() {
        return server;
    }

    /** From now on the server's clock is before this machine's by so much. */
    public void set(Duration ahead) throws IOException {
        clock.set(ahead);
    }

    /** Whoever uses the server has closed it. */
    @Override
    public void close() throws IOException {
        clock.close();
    }
}
