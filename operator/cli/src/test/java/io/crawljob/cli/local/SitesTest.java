package io.crawljob.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.crawljob.cli.CliProcess;
import io.crawljob.engine.fetch.TestProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crawl run} of a site with a certificate of its own, by a proxy: what the queue in the file says of the way there. */
class SitesTest {

    @TempDir
    Path folder;

    private final TestProxy proxy = new TestProxy();
    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    private HttpsServer site;

    @BeforeEach
    void serve() throws IOException {
        var own =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        site = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setHttpsConfigurator(new HttpsConfigurator(own.sslContext()));
        site.createContext("/", exchange -> {
            var found = exchange.getRequestURI().getPath().equals("/");
            var body = "<title>Inside</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void close() {
        proxy.close();
        site.stop(0);
    }

    @Test
    void goesByTheProxyOfTheQueueAndTrustsTheCertificatesOfItsConfigMap() throws IOException {
        var run = run("{proxy: '%s', caBundle: {name: house, key: ca.crt}}".formatted(proxy.url()), pem());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(Files.readString(folder.resolve("out/records.jsonl"))).contains("\"title\":\"Inside\"");
        assertThat(proxy.asked)
                .isNotEmpty()
                .containsOnly("CONNECT 127.0.0.1:%d HTTP/1.1"
                        .formatted(site.getAddress().getPort()));
    }

    @Test
    void withoutThemTheSiteIsNotTrustedAndTheProxyNotAsked() throws IOException {
        var run = run("{}", pem());

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("out/status.yaml"))).contains("class: \"Tls\"");
        assertThat(proxy.connections).hasValue(0);
    }

    @Test
    void certificatesThatAreNotInTheFileOrCannotBeReadAreNamedBeforeAnythingIsAsked() throws IOException {
        var queue = "{caBundle: {name: house, key: other.crt}}";

        assertThat(run(queue, pem()))
                .satisfies(it -> assertThat(it.exit()).isEqualTo(2))
                .satisfies(
                        it -> assertThat(it.err())
                                .contains(
                                        "CrawlQueue default: spec.workers.caBundle: names the key other.crt of ConfigMap house"));
        assertThat(run(queue.replace("other.crt", "ca.crt"), "none"))
                .satisfies(it -> assertThat(it.exit()).isEqualTo(2))
                .satisfies(it -> assertThat(it.err()).contains("cannot be read as PEM certificates"));
    }

    private String pem() {
        return certificate.certificatePem();
    }

    private CliProcess run(String workers, String bundle) throws IOException {
        Files.writeString(
                folder.resolve("job.yaml"), """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: {name: inside}
            spec:
              source: {site: {seeds: ["https://127.0.0.1:%d/"], sitemaps: Ignore}}
              politeness: {delayMillis: 0}
              retry: {limit: 0}
            ---
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlQueue
            metadata: {name: default}
            spec: {workers: %s}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: house}
            data:
              ca.crt: |
            %s
            """.formatted(site.getAddress().getPort(), workers, bundle.indent(4)));
        return CliProcess.run(folder, "", "run", "--allow-private", "--out", "out", "job.yaml");
    }
}
