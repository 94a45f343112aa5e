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
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server of its own for a test, on a free port of the loopback address: {@code redis-server} from the PATH when it is 7 or newer, else the one
 * that embedded-redis carries (6.2; a module that uses this fixture needs that test dependency for it). Never skips: without any server it fails.
 *
 * <p>The system property {@code queue.server} names another one for a whole run of tests: {@code bundled} (6.2), {@code valkey} (9), {@code cluster} (three
 * nodes of what is on the PATH).
 */
public final class RedisServerProcess implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");
    private static final int OLDEST_FROM_PATH = 7;
    private static final String SERVER = "queue.server";
    /** A cluster's nodes speak to each other on a port that is higher by ten thousand. */
    private static final int HIGHEST_PORT = 55_000;

    private static @Nullable Path bundled;

    private final Path executable;
    private final Path folder;
    private final int port;
    private final List<String> settings;
    private final List<RedisServerProcess> others = new ArrayList<>();
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
        return switch (System.getProperty(SERVER, "")) {
            case "" -> start(fromPath().orElseGet(RedisServerProcess::bundled), settings);
            case "bundled" -> startBundled(settings);
            case "valkey" -> start(ValkeyServer.executable(), settings);
            case "cluster" -> startCluster(settings);
            case String other -> throw new IllegalArgumentException("no server is called " + other);
        };
    }

    /** Whether {@link #start} starts a cluster. */
    static boolean startsCluster() {
        return System.getProperty(SERVER, "").equals("cluster");
    }

    /** Three masters that share all slots. Each but the first goes with it when it is killed, restarted and closed. */
    static RedisServerProcess startCluster(String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
        var executable = fromPath().orElseGet(RedisServerProcess::bundled);
        var nodes = Stream.generate(() -> start(executable, all.toArray(String[]::new)))
                .limit(3)
                .toList();
        nodes.getFirst().others.addAll(nodes.subList(1, 3));
        ClusterOfThree.form(nodes.stream().map(RedisServerProcess::uri).toList());
        return nodes.getFirst();
    }

    /** The bundled 6.2 server, whatever the machine has. */
    public static RedisServerProcess startBundled(String... settings) {
        return start(bundled(), settings);
    }

    static RedisServerProcess start(Path executable, String... settings) {
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
        others.forEach(RedisServerProcess::kill);
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Redis is killed", e);
        }
    }

    /** Starts it again on the same port and folder, after {@link #kill}: with whatever it had persisted. */
    public void restart() {
        others.forEach(RedisServerProcess::restart);
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

    /** As {@link #restart}, but returns while it may still be loading. */
    void restartWithoutWaiting() {
        try {
            process = launch(executable, folder, port, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        others.forEach(RedisServerProcess::close);
        others.clear();
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not while a server is unpacked: a file that is open for writing in a process that was just forked cannot be run. */
    private static synchronized Process launch(Path executable, Path folder, int port, List<String> settings)
            throws IOException {
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
        while (true) {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < HIGHEST_PORT) return socket.getLocalPort();
            }
        }
    }

    private static Optional<Path> fromPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .filter(executable -> major(executable) >= OLDEST_FROM_PATH)
                .findFirst();
    }

    /** Whether what {@link #start} starts knows TLS: {@code ldd} names the library. */
    static boolean speaksTls() {
        if (!System.getProperty(SERVER, "").isEmpty()) return false;
        return fromPath().filter(RedisServerProcess::isLinkedWithTls).isPresent();
    }

    private static boolean isLinkedWithTls(Path executable) {
        try {
            var process = new ProcessBuilder("ldd", executable.toString()).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("libssl");
        } catch (IOException e) {
            return false;
        }
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

    static synchronized Path bundled() {
        try {
            var known = bundled;
            if (known == null)
                bundled = known =
                        ExecutableProvider.newJarResourceProvider().get().toPath();
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("embedded-redis has no server for this machine; install redis-server 7", e);
        }
    }
}
