package io.crawljob.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The demo's site, on a free port of the loopback address until it is closed. */
public final class DemoSite implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Answer> answers;
    private final Set<String> askedBefore = ConcurrentHashMap.newKeySet();

    private DemoSite(HttpServer server, ExecutorService threads, Map<String, Answer> answers) {
        this.server = server;
        this.threads = threads;
        this.answers = answers;
    }

    public static DemoSite start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var site = new DemoSite(server, threads, DemoPages.at(origin(server)));
        server.setExecutor(threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    /** @return such as {@code http://127.0.0.1:40123} */
    public String origin() {
        return origin(server);
    }

    /** What crawls it. */
    public String manifest() throws IOException {
        try (var in = DemoSite.class.getResourceAsStream("demo.yaml")) {
            if (in == null) throw new IllegalStateException("demo.yaml is not in the jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("ORIGIN", origin())
                    .replace("PORT", String.valueOf(server.getAddress().getPort()));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getRawPath();
            var answer = answers.getOrDefault(path, Answer.missing());
            if (answer.firstUnavailable() && askedBefore.add(path)) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            var body = answer.body();
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
        }
    }

    private static String origin(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * @param text the body, sent in {@code charset}; empty for none
     * @param firstUnavailable whether the first request is answered with 503
     */
    record Answer(int status, Map<String, String> headers, String text, Charset charset, boolean firstUnavailable) {

        static Answer html(String title, String body) {
            return of("text/html; charset=utf-8", page(title, body));
        }

        static Answer of(String contentType, String text) {
            return new Answer(200, Map.of("Content-Type", contentType), text, StandardCharsets.UTF_8, false);
        }

        static Answer redirect(String target) {
            return new Answer(301, Map.of("Location", target), "", StandardCharsets.UTF_8, false);
        }

        static Answer missing() {
            return new Answer(
                    404, Map.of("Content-Type", "text/plain"), "No such page.", StandardCharsets.UTF_8, false);
        }

        static String page(String title, String body) {
            return "<!doctype html><html lang=\"en\"><head><title>%s</title></head><body><h1>%s</h1>%s</body></html>"
                    .formatted(title, title, body);
        }

        Answer in(Charset other) {
            return new Answer(status, headers, text, other, firstUnavailable);
        }

        Answer unavailableAtFirst() {
            return new Answer(status, headers, text, charset, true);
        }

        byte[] body() {
            return text.getBytes(charset);
        }
    }
}
