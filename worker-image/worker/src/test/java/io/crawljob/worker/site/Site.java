package io.crawljob.worker.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** A real web site on the loopback address, whose every answer a test says, and which logs each request with its time. */
public final class Site implements AutoCloseable {

    /** One answer. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        public static Answer html(String body) {
            return new Answer(
                    200, Map.of("Content-Type", "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
        }

        /** A page with a title and links. */
        public static Answer page(String title, String... links) {
            var body = new StringBuilder("<html><head><title>%s</title></head><body>".formatted(title));
            for (var link : links) body.append("<a href=\"%s\">%s</a> ".formatted(link, link));
            return html(body.append("</body></html>").toString());
        }

        public static Answer of(int status, String type, byte[] body) {
            return new Answer(status, Map.of("Content-Type", type), body);
        }

        public static Answer text(String body) {
            return of(200, "text/plain", body.getBytes(StandardCharsets.UTF_8));
        }

        public static Answer status(int status) {
            return of(status, "text/html", "<p>no</p>".getBytes(StandardCharsets.UTF_8));
        }

        public static Answer redirect(String location) {
            return new Answer(302, Map.of("Location", location), new byte[0]);
        }

        public Answer with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body);
        }
    }

    /** @param ended when the whole answer had been written */
    public record Hit(String path, Instant begun, Instant ended) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("site-", 0).factory());
    private final Map<String, IntFunction<Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<Hit> hits = new CopyOnWriteArrayList<>();

    public Site() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public Site on(String path, Answer answer) {
        return on(path, time -> answer);
    }

    /** @param answer to the first request (1), the second … */
    public Site on(String path, IntFunction<Answer> answer) {
        answers.put(path, answer);
        return this;
    }

    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    /** What was asked for, in the order of the answers' ends. */
    public List<Hit> hits() {
        return List.copyOf(hits);
    }

    public List<Hit> hits(String path) {
        return hits.stream().filter(hit -> hit.path().equals(path)).toList();
    }

    /** How often it was asked for, answered or not. */
    public int asked(String path) {
        return counts.getOrDefault(path, 0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var begun = Instant.now();
        var uri = exchange.getRequestURI();
        var path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        var time = counts.merge(path, 1, Integer::sum);
        var answer = answers.getOrDefault(path, unknown -> Answer.status(404)).apply(time);
        try (exchange) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) exchange.getResponseBody().write(answer.body());
        } finally {
            hits.add(new Hit(path, begun, Instant.now()));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
