package io.crawljob.crds.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, within a time. */
final class Commands {

    private Commands() {}

    /** What a command left behind. */
    record Ran(int exit, String out, String err) {}

    static Ran run(Path directory, Map<String, String> environment, Duration atMost, List<String> command) {
        try {
            // Files, not pipes: a pipe that nobody reads stops the command.
            var out = Files.createTempFile("crawljob-out", ".txt");
            var err = Files.createTempFile("crawljob-err", ".txt");
            try {
                var builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "%s did not end within %s; it said: %s".formatted(command, atMost, read(err)));
                }
                return new Ran(process.exitValue(), read(out), read(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
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
