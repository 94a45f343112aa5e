package io.crawljob.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.crawljob.cli.CliProcess;
import io.crawljob.engine.browser.RealChromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crawl run} of a job that renders, with this machine's browser. */
class RenderTest {

    @TempDir
    Path folder;

    @Test
    void aPageThatOnlyHasContentAfterScriptsIsRecordedWithIt() throws IOException {
        assertThat(RealChromium.settings()).isNotNull();
        try (var site = new Site()) {
            var run =
                    CliProcess.run(folder, "", "run", "--allow-private", "--out", "out", manifest(site.port(), "Auto"));

            assertThat(run.exit()).as(run.out() + run.err()).isZero();
            assertThat(Files.readString(folder.resolve("out/records.jsonl")))
                    .contains("\"title\":\"Made by a script\"", "\"rendered\":true");
        }
    }

    @Test
    void withoutABrowserItSaysWhatToInstallAndCrawlsNothing() throws IOException {
        try (var run = CliProcess.startWith(
                Map.of("PATH", folder.toString()), folder, "run", "--allow-private", manifest(1, "Always"))) {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("spec.fetch.render", "chromium", "install it");
        }
    }

    @Test
    void aQueueWithoutBrowsersIsRefusedAsOnACluster() throws IOException {
        var queue = "---\napiVersion: crawljob.io/v1alpha1\nkind: CrawlQueue\nmetadata: {name: default}\nspec: {}\n";
        var file = manifest(1, "Always");
        Files.writeString(folder.resolve(file), Files.readString(folder.resolve(file)) + queue);
        try (var run = CliProcess.start(folder, "run", file)) {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("spec.fetch.render", "spec.workers.browser");
        }
    }

    private String manifest(int port, String render) throws IOException {
        Files.writeString(folder.resolve("job.yaml"), """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: {name: app}
            spec:
              source: {site: {seeds: ["http://127.0.0.1:%d/"], sitemaps: Ignore}}
              fetch: {render: %s}
              politeness: {delayMillis: 0}
            """.formatted(port, render));
        return "job.yaml";
    }

    private static final class Site implements AutoCloseable {
        private final HttpServer server;

        Site() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var found = exchange.getRequestURI().getPath().equals("/");
                var body = "<script>document.title = 'Made by a script'</script>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(found ? 200 : 404, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
