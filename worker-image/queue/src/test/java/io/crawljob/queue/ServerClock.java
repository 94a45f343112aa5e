package io.crawljob.queue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real server (6.2) whose clock can be set while it runs: by libfaketime (Debian's package of that name), which a server with the
 * allocator of Redis 7 does not start with.
 */
final class ServerClock implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path folder;
    private final RedisServerProcess server;

    private ServerClock(Path folder, RedisServerProcess server) {
        this.folder = folder;
        this.server = server;
    }

    /** Skips the test where there is no libfaketime; in CI that is a failure. */
    static ServerClock start() throws IOException {
        var library = library();
        if (System.getenv("CI") == null) assumeTrue(library.isPresent(), "install libfaketime");
        var folder = Files.createTempDirectory("crawljob-clock");
        set(folder, Duration.ZERO);
        var server = Files.writeString(folder.resolve("server"), """
                #!/bin/sh
                LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 exec %s "$@"
                """.formatted(
                        library.orElseThrow(), folder.resolve("offset"), RedisServerProcess.bundled()));
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        return new ServerClock(folder, RedisServerProcess.start(server));
    }

    RedisServerProcess server() {
        return server;
    }

    /** From now on the server's clock is before this machine's by so much. */
    void set(Duration ahead) throws IOException {
        set(folder, ahead);
    }

    private static void set(Path folder, Duration ahead) throws IOException {
        var next = Files.writeString(folder.resolve("next"), "%+d\n".formatted(ahead.toSeconds()));
        Files.move(next, folder.resolve("offset"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<Path> library() throws IOException {
        try (var architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(architecture -> architecture.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    /** Whoever uses the server has closed it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
