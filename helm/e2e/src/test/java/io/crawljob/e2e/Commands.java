package io.crawljob.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, within a time. */
final class Commands {

    /** The module's folder. */
    static final Path HERE = Path.of("").toAbsolutePath();

    static final Path ROOT = HERE.resolve("../..").normalize();

    private Commands() {}

    /** What a command left behind. */
    record Ran(List<String> command, int exit, String out, String err) {

        Ran orFail() {
            if (exit != 0) {
                throw new AssertionError("%s ended with %d: %s%s".formatted(String.join(" ", command), exit, out, err));
            }
            return this;
        }

        /** Both streams, as a person at a terminal sees them. */
        String said() {
            return out + err;
        }
    }

    static Ran run(Duration atMost, String... command) {
        return runWith("", atMost, List.of(command));
    }

    static Ran runWith(String input, Duration atMost, List<String> command) {
        try {
            // Files, not pipes: a pipe that nobody reads stops the command
            var files = List.of(
                    Files.createTempFile("e2e-in", ""),
                    Files.createTempFile("e2e-out", ""),
                    Files.createTempFile("e2e-err", ""));
            try {
                Files.writeString(files.get(0), input);
                var process = new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectInput(files.get(0).toFile())
                        .redirectOutput(files.get(1).toFile())
                        .redirectError(files.get(2).toFile())
                        .start();
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("%s did not end within %s; it said: %s"
                            .formatted(String.join(" ", command), atMost, read(files.get(2))));
                }
                return new Ran(command, process.exitValue(), read(files.get(1)), read(files.get(2)));
            } finally {
                for (var file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
