package io.crawljob.operator.trial;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A site of two pages, the second one known by the first one's link alone. Thread-safe. */
final class TwoPages implements AutoCloseable {

    private static final Map<String, String> PAGES = Map.of(
            "/", "<!doctype html><title>First</title><a href='/second'>the second</a>",
            "/second", "<!doctype html><title>Second</title>");

    private final HttpServer server;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private TwoPages(HttpServer server) {
        this.server = server;
    }

    /** @param port 0 for a free one */
    static TwoPages serve(int port) throws IOException {
        var pages = new TwoPages(HttpServer.create(new InetSocketAddress(port), 0));
        pages.server.createContext("/", pages::answer);
        pages.server.start();
        return pages;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Whether both have been asked for. */
    boolean wereRead() {
        return asked.containsAll(PAGES.keySet());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var page = PAGES.get(path);
            if (page == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            asked.add(path);
            var body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
