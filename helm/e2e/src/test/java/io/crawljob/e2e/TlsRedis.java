package io.crawljob.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis of one's own, outside of the cluster: TLS alone, and a password. */
final class TlsRedis implements BeforeAllCallback, AfterAllCallback {

    static final String PASSWORD = "of-my-own";
    private static final int PORT = 16_390;
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final String address;
    private final Path folder;
    private @Nullable Process process;

    TlsRedis(String address) {
        this.address = address;
        try {
            this.folder = Files.createTempDirectory("e2e-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its certificate is signed by itself, so whoever comes does not look who signed it. */
    String url() {
        return "rediss://%s:%d?verifyPeer=NONE".formatted(address, PORT);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Commands.run(AT_MOST, Commands.HERE.resolve("cluster/cluster").toString(), "host", "redis.test", address)
                .orFail();
        var key = folder.resolve("key.pem").toString();
        var certificate = folder.resolve("cert.pem").toString();
        Commands.run(
                        AT_MOST,
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=redis.test",
                        "-keyout",
                        key,
                        "-out",
                        certificate)
                .orFail();
        start();
    }

    /** Or again after {@link #stop}, with what it had. */
    void start() throws IOException {
        var key = folder.resolve("key.pem").toString();
        var certificate = folder.resolve("cert.pem").toString();
        process = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(PORT),
                        "--bind",
                        address,
                        "--tls-cert-file",
                        certificate,
                        "--tls-key-file",
                        key,
                        "--tls-auth-clients",
                        "no",
                        "--requirepass",
                        PASSWORD,
                        "--appendonly",
                        "yes",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Keys that match. */
    List<String> keys(String pattern) {
        var command = new ArrayList<>(List.of(
                "redis-cli",
                "--tls",
                "--insecure",
                "-h",
                address,
                "-p",
                Integer.toString(PORT),
                "-a",
                PASSWORD,
                "--no-auth-warning",
                "--scan",
                "--pattern",
                pattern));
        return Commands.runWith("", AT_MOST, command)
                .orFail()
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    void stop() {
        if (process == null) return;
        process.destroy();
        process.onExit().join();
    }
}
