package io.crawljob.worker.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers {@code /healthz}, {@code /readyz} (200 or 503 with the reason) and {@code /metrics}. */
public final class ProbeServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    /** The kubelet and one or two Prometheus: more at once is not a use. */
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port is taken
     */
    public ProbeServer(int port, Health health, PrometheusMeterRegistry metrics) {
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port %d cannot be used for health and metrics".formatted(port), e);
        }
        threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofVirtual().name("probe-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/healthz", exchange -> answer(exchange, health::alive));
        server.createContext("/readyz", exchange -> answer(exchange, health::ready));
        server.createContext("/metrics", exchange -> send(exchange, 200, PROMETHEUS, metrics.scrape()));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<Health.Answer> question) throws IOException {
        var answer = question.get();
        send(exchange, answer.ok() ? 200 : 503, TEXT, answer.message() + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
