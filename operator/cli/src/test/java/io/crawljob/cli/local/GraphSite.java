package io.crawljob.cli.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A site of a known number of pages, each of which links to the next ones and back; counts what it is asked for. */
final class GraphSite implements AutoCloseable {

    private final HttpServer server;
    private final int pages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> hits = new ConcurrentLinkedQueue<>();

    private volatile String broken = "";

    private GraphSite(HttpServer server, int pages) {
        this.server = server;
        this.pages = pages;
    }

    static GraphSite start(int pages) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var site = new GraphSite(server, pages);
        server.setExecutor(site.threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    String origin() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The URL of every page. */
    Set<String> truth() {
        return IntStream.range(0, pages).mapToObj(i -> origin() + "/page/" + i).collect(Collectors.toSet());
    }

    /** Paths of pages that were asked for, again and again. */
    Queue<String> hits() {
        return hits;
    }

    /** From now on the page answers 500. */
    void breakDown(String path) {
        broken = path;
    }

    void mend() {
        broken = "";
    }

    /** Crawls it quickly, with the politeness that it asks for. */
    String manifest(String name, String more) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: { name: %s }
                spec:
                  source: { site: { seeds: ["%s/page/0"], sitemaps: Ignore } }
                  politeness: { delayMillis: 10, maxConcurrentPerHost: 4 }
                %s
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: { name: here }
                spec: { hosts: ["127.0.0.1"], delayMillis: 10, maxConcurrent: 4 }
                """.formatted(name, origin(), more.indent(2));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (!path.startsWith("/page/")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            hits.add(path);
            if (path.equals(broken)) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            var number = Integer.parseInt(path.substring("/page/".length()));
            var links = IntStream.of(2 * number + 1, 2 * number + 2, number / 2)
                    .filter(target -> target < pages)
                    .mapToObj(target -> "<a href=\"/page/%d\">%d</a>".formatted(target, target))
                    .collect(Collectors.joining());
            var page = "<html><head><title>Page %d</title></head><body>%s</body></html>"
                    .formatted(number, links)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
