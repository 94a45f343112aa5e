package io.crawljob.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** The server to run: {@code redis-server} from the PATH when it is version 7 or newer, else the one that comes with the program. */
record RedisProgram(String path, String description) {

    private static final int OLDEST_FROM_PATH = 7;
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");

    /** @param folder where the bundled server is unpacked to */
    static RedisProgram find(Path folder) throws IOException {
        var onPath = onPath();
        return onPath.isPresent() ? onPath.get() : bundled(folder);
    }

    static RedisProgram bundled(Path folder) throws IOException {
        try {
            var unpacked =
                    ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
            return new RedisProgram(unpacked.getAbsolutePath(), "the bundled Redis");
        } catch (RuntimeException e) {
            throw new IOException(
                    "there is no redis-server of version %d or newer on the PATH, and none is bundled for this system (%s): install Redis"
                            .formatted(OLDEST_FROM_PATH, System.getProperty("os.name")),
                    e);
        }
    }

    private static Optional<RedisProgram> onPath() throws IOException {
        for (var entry : Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            var candidate = Path.of(entry, "redis-server");
            if (!Files.isExecutable(candidate)) continue;
            if (versionOf(candidate) >= OLDEST_FROM_PATH) {
                return Optional.of(new RedisProgram(candidate.toString(), candidate.toString()));
            }
        }
        return Optional.empty();
    }

    private static int versionOf(Path program) throws IOException {
        var process = new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        process.outputWriter().close();
        var version = VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    @Override
    public String toString() {
        return description;
    }
}
