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

/** A Redis of one's own, outside of the cluster: TLS alone, with a certificate of a private authority, and a password. */
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

    String url() {
        return "rediss://%s:%d".formatted(address, PORT);
    }

    /** The certificate of who has signed its own: nobody's Java trusts that one by itself. */
    Path authority() {
        return folder.resolve("ca.pem");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Commands.run(AT_MOST, Commands.HERE.resolve("cluster/cluster").toString(), "host", "redis.test", address)
                .orFail();
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=e2e-authority -keyout ca.key -out ca.pem");
        openssl("req -newkey rsa:2048 -nodes -subj /CN=redis.test -keyout key.pem -out request.pem");
        Files.writeString(folder.resolve("names"), "subjectAltName=IP:%s,DNS:redis.test".formatted(address));
        openssl(
                "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem");
        start();
    }

    private void openssl(String arguments) {
        var command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec openssl " + arguments, folder.toString()));
        Commands.runWith("", AT_MOST, command).orFail();
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
                "--cacert",
                authority().toString(),
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
