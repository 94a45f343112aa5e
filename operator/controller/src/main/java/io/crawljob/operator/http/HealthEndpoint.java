package io.crawljob.operator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Serves health and metrics from the first moment of the process on. */
public final class HealthEndpoint implements AutoCloseable {

    private static final int AT_ONCE = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    /** @param why the reason in words */
    public record Verdict(boolean good, String why) {
        public static final Verdict GOOD = new Verdict(true, "ok");

        public static Verdict bad(String why) {
            return new Verdict(false, why);
        }
    }

    private HealthEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * @param port 0 for a free one
     * @throws IOException when the port cannot be had
     */
    public static HealthEndpoint start(
            int port, PrometheusMeterRegistry metrics, Supplier<Verdict> live, Supplier<Verdict> ready)
            throws IOException {
        var endpoint = new HealthEndpoint(HttpServer.create(new InetSocketAddress(port), 0));
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.serve("/healthz", exchange -> answer(exchange, live.get()));
        endpoint.serve("/readyz", exchange -> answer(exchange, ready.get()));
        endpoint.serve("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            send(exchange, 200, metrics.scrape());
        });
        endpoint.server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, 404, "there is /healthz, /readyz and /metrics\n");
                } else if (slots.tryAcquire()) {
                    try {
                        answer.to(exchange);
                    } finally {
                        slots.release();
                    }
                } else {
                    send(exchange, 503, "more than " + AT_ONCE + " requests at once\n");
                }
            }
        });
    }

    private static void answer(HttpExchange exchange, Verdict verdict) throws IOException {
        send(exchange, verdict.good() ? 200 : 503, verdict.why() + "\n");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
