package io.crawljob.cli.local;

import io.crawljob.queue.RedisSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a run's Redis keeps on the disk: its data, its configuration with the password (for this user's eyes only) and its process id. */
final class RedisFolder {

    private final Path folder;

    private RedisFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    static RedisFolder in(Path folder) {
        return new RedisFolder(folder);
    }

    record Config(Path file, Path pidFile, int port, String password) {
        RedisSettings settings() {
            return LocalRedis.settings(port, password);
        }
    }

    Config configure(int port) throws IOException {
        var password = newPassword();
        var file = folder.resolve("redis.conf");
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        // noeviction: a frontier may be refused, never forgotten.
        Files.writeString(file, """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                appendonly yes
                appendfsync everysec
                save ""
                maxmemory-policy noeviction
                daemonize no
                """.formatted(port, password, folder));
        return new Config(file, pidFile(), port, password);
    }

    /**
     * A run whose process and shell were both killed leaves its server behind, which would write to the same file: ends it, or waits for it to have ended.
     *
     * @throws IOException when it does not end
     */
    void endWhatIsLeftOver(Duration patience) throws IOException {
        var process = runningServer();
        if (process.isEmpty()) return;
        askToEnd();
        try {
            process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "a redis-server of an earlier run (process %d) still uses %s and does not end: end it, then run again"
                            .formatted(process.get().pid(), folder),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a redis-server of an earlier run was ending", e);
        }
    }

    private Path pidFile() {
        return folder.resolve("redis.pid");
    }

    private Optional<ProcessHandle> runningServer() throws IOException {
        try {
            var pid = Long.parseLong(Files.readString(pidFile()).strip());
            // The number may have gone to another process since.
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").contains("redis"));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void askToEnd() throws IOException {
        var port = setting("port").map(Integer::parseInt);
        var password = setting("requirepass");
        if (port.isEmpty() || password.isEmpty()) return;
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.get()), 1_000);
            socket.setSoTimeout(1_000);
            var commands = "AUTH %s\r\nSHUTDOWN\r\n".formatted(password.get());
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // It is ending already, and no longer listens or closes on us: what counts is that its process goes.
            return;
        }
    }

    private Optional<String> setting(String name) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(folder.resolve("redis.conf"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst();
    }

    private static String newPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
