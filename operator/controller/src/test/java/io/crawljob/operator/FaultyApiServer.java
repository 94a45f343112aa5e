package io.crawljob.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real API server, with faults between it and the operator: whatever it lets through is answered by the real one, so what the operator makes of a fault is
 * seen in real objects. Counts and keeps what was asked.
 */
final class FaultyApiServer implements AutoCloseable {

    /** Instead of an answer. */
    record Fault(int status, Map<String, String> headers, String body) {

        /** The connection ends without a word, and nothing was done. */
        static final Fault CLOSED = new Fault(0, Map.of(), "");
        /** It was done, and the answer is lost. */
        static final Fault DONE_UNANSWERED = new Fault(-1, Map.of(), "");

        /** As the API server words it. */
        static Fault status(int code, String reason, String message) {
            return new Fault(code, Map.of("Content-Type", "application/json"), """
                    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message, reason, code));
        }
    }

    /** @param path without the query */
    record Asked(Instant at, String method, String path, boolean watch, boolean refused) {

        /** Anything but a question, and but what the leadership writes. */
        boolean isWrite() {
            return !method.equals("GET") && !isLease();
        }

        boolean isLease() {
            return path.contains("/leases");
        }
    }

    /** Decides about a request; empty lets it through. Called by several threads. */
    interface Faults {
        Optional<Fault> of(Asked asked);
    }

    private final URI real;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Faults faults = any -> Optional.empty();
    private HttpServer server;

    FaultyApiServer(Config admin) {
        try {
            this.real = URI.create(admin.getMasterUrl());
            this.client = HttpClient.newBuilder()
                    .sslContext(SSLUtils.sslContext(admin))
                    .executor(threads)
                    .build();
            this.server = listen(0);
            this.port = server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For an operator: over plain HTTP, watches too, since this server knows no WebSockets. */
    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withOnlyHttpWatches(true)
                .build();
    }

    void inject(Faults next) {
        faults = next;
    }

    /** Those to a path that ends like this. */
    List<Asked> asked(String method, String pathEnd) {
        return asked.stream()
                .filter(it -> it.method().equals(method) && it.path().endsWith(pathEnd))
                .toList();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Every watch that is open ends, as when a load balancer is replaced. */
    void cutWatches() {
        watches.forEach(HttpExchange::close);
        watches.clear();
    }

    /** Nobody listens any more. */
    void goAway() {
        server.stop(0);
        cutWatches();
    }

    void comeBack() {
        try {
            server = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpServer listen(int on) throws IOException {
        var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 0);
        made.setExecutor(threads);
        made.createContext("/", this::handle);
        made.start();
        return made;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var target = exchange.getRequestURI();
        var watch = String.valueOf(target.getQuery()).contains("watch=true");
        var request = new Asked(Instant.now(), exchange.getRequestMethod(), target.getPath(), watch, false);
        var fault = faults.of(request);
        asked.add(new Asked(request.at(), request.method(), request.path(), watch, fault.isPresent()));
        try (exchange) {
            if (fault.isEmpty()) pass(exchange, watch);
            else if (fault.get().equals(Fault.DONE_UNANSWERED))
                ask(exchange).body().close();
            else if (!fault.get().equals(Fault.CLOSED)) refuse(exchange, fault.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, Fault fault) throws IOException {
        exchange.getRequestBody().readAllBytes();
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        var body = fault.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fault.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<InputStream> ask(HttpExchange exchange) throws IOException, InterruptedException {
        var on = HttpRequest.newBuilder(real.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        for (var header : List.of("Content-Type", "Accept")) {
            var value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) on.header(header, value);
        }
        return client.send(on.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private void pass(HttpExchange exchange, boolean watch) throws IOException, InterruptedException {
        var answer = ask(exchange);
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        if (watch) watches.add(exchange);
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        copy(answer.body(), exchange.getResponseBody());
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        try (from) {
            var buffer = new byte[8_192];
            for (var length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                to.write(buffer, 0, length);
                to.flush();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
