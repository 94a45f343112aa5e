package io.crawljob.operator;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An operator as a process of its own, with the heap that its image has. */
final class OperatorChild implements AutoCloseable {

    private final Process process;
    private final int port;
    private final long started = System.nanoTime();

    private OperatorChild(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static OperatorChild start(Installation at, String podName) throws IOException {
        return start(at, podName, Map.of());
    }

    /** @param more of its environment */
    static OperatorChild start(Installation at, String podName, Map<String, String> more) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var builder = new ProcessBuilder(
                java("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName());
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG",
                        at.api.kubeconfig().toString(),
                        "CRAWL_REDIS_URL",
                        at.redis.uri().toString(),
                        "CRAWL_WORKER_IMAGE",
                        "crawljob/worker:test",
                        "CRAWL_NAMESPACE",
                        at.namespace,
                        "CRAWL_POD_NAME",
                        podName,
                        "CRAWL_MASTER_KEY",
                        "0123456789abcdef",
                        "CRAWL_USER_AGENT",
                        "ExampleBot/1.0 (+https://example.org/bot)",
                        "CRAWL_WATCH_NAMESPACES",
                        at.namespace,
                        "CRAWL_HTTP_PORT",
                        Integer.toString(port),
                        "CRAWL_API_PORT",
                        "0"));
        builder.environment().putAll(more);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return new OperatorChild(builder.start(), port);
    }

    /** As {@code kill -SIGNAL}. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    boolean leads() {
        return metric("crawljob_leader") == 1;
    }

    /** Its exit code once it has ended by itself. */
    Optional<Integer> ended() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** Seconds since its start. */
    double age() {
        return (System.nanoTime() - started) / 1e9;
    }

    void awaitMetric(String beginning, double value) {
        await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(() -> metric(beginning) >= value);
    }

    double metric(String beginning) {
        return scrape(port)
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    void collectGarbage() throws IOException, InterruptedException {
        new ProcessBuilder(List.of(java("jcmd"), Long.toString(process.pid()), "GC.run"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    static Stream<String> scrape(int port) {
        try (var in = URI.create("http://127.0.0.1:%d/metrics".formatted(port))
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
