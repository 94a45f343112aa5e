package io.crawljob.queue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The clock of another process, set while it runs: by libfaketime (Debian's package of that name). What the process measures as it passes stays right. */
public final class SettableClock implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path folder;

    private SettableClock(Path library, Path folder) {
        this.library = library;
        this.folder = folder;
    }

    /** As this machine's. Skips the test where there is no libfaketime; in CI that is a failure. */
    public static SettableClock start() throws IOException {
        var library = library();
        if (System.getenv("CI") == null) assumeTrue(library.isPresent(), "install libfaketime");
        var clock = new SettableClock(library.orElseThrow(), Files.createTempDirectory("crawljob-clock"));
        clock.set(Duration.ZERO);
        return clock;
    }

    /** For the process. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                folder.resolve("offset").toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** From now on it is before this machine's by so much. */
    public void set(Duration ahead) throws IOException {
        var next = Files.writeString(folder.resolve("next"), "%+d\n".formatted(ahead.toSeconds()));
        Files.move(next, folder.resolve("offset"), StandardCopyOption.ATOMIC_MOVE);
    }

    Path folder() {
        return folder;
    }

    private static Optional<Path> library() throws IOException {
        try (var architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(architecture -> architecture.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    /** Whoever has it is at an end. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
