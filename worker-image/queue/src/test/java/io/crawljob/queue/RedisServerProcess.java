package io.crawljob.queue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server of its own for a test, on a free port of the loopback address: {@code redis-server} from the PATH when it is 7 or newer, else the one
 * that embedded-redis carries (6.2; a module that uses this fixture needs that test dependency for it). Never skips: without any server it fails.
 */
public final class RedisServerProcess implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");
    private static final int OLDEST_FROM_PATH = 7;

    private final Path executable;
    private final Path folder;
    private final int port;
    private final List<String> settings;
    private Process process;

    private RedisServerProcess(Path executable, Path folder, int port, List<String> settings, Process process) {
        this.executable = executable;
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.process = process;
    }

    /** @param settings as on the command line of redis-server, such as {@code "--maxmemory", "10mb"} */
    public static RedisServerProcess start(String... settings) {
        return start(fromPath().orElseGet(RedisServerProcess::bundled), settings);
    }

    /** The bundled 6.2 server, whatever the machine has. */
    public static RedisServerProcess startBundled(String... settings) {
        return start(bundled(), settings);
    }

    private static RedisServerProcess start(Path executable, String... settings) {
        try {
            var folder = Files.createTempDirectory("crawljob-redis");
            for (int attempt = 1; ; attempt++) {
                int port = freePort();
                var process = launch(executable, folder, port, List.of(settings));
                if (answers(process, port)) {
                    return new RedisServerProcess(executable, folder, port, List.of(settings), process);
                }
                process.destroyForcibly().waitFor();
                if (attempt == 3) {
                    throw new IllegalStateException(
                            executable + " does not start: " + Files.readString(folder.resolve("log")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Redis starts", e);
        }
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Settings for {@link RedisQueue#connect}, with the default prefix. */
    public RedisSettings settings() {
        return settings(RedisSettings.DEFAULT_PREFIX);
    }

    public RedisSettings settings(String prefix) {
        return new RedisSettings(uri(), null, null, prefix);
    }

    /** As {@code kill -9}. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Redis is killed", e);
        }
    }

    /** Starts it again on the same port and folder, after {@link #kill}: with whatever it had persisted. */
    public void restart() {
        try {
            process = launch(executable, folder, port, settings);
            if (!answers(process, port)) {
                throw new IllegalStateException(
                        "Redis does not start again: " + Files.readString(folder.resolve("log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Redis starts again", e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path executable, Path folder, int port, List<String> settings) throws IOException {
        var command = new ArrayList<>(List.of(
                executable.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                ""));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** Until it answers PING with anything but LOADING, for 20 s at the most. */
    private static boolean answers(Process process, int port) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) return false;
            if (ping(port)) return true;
        }
        return false;
    }

    private static boolean ping(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            var reply = new byte[64];
            int length = socket.getInputStream().read(reply);
            return length > 0 && !new String(reply, 0, length, StandardCharsets.US_ASCII).startsWith("-LOADING");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> fromPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .filter(executable -> major(executable) >= OLDEST_FROM_PATH)
                .findFirst();
    }

    private static int major(Path executable) {
        try {
            var process = new ProcessBuilder(executable.toString(), "--version").start();
            var version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(executable + " --version", e);
        }
    }

    private static Path bundled() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException e) {
            throw new UncheckedIOException("embedded-redis has no server for this machine; install redis-server 7", e);
        }
    }
}
