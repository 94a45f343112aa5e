package io.crawljob.cli.local;

import io.crawljob.queue.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis of one run's own: on a free loopback port, with a password, its append-only file in the run's folder.
 *
 * <p>It outlives no run: it is started under a shell that ends it when the pipe from this process closes, also by a kill -9. And it is in a session of its
 * own, so that a Ctrl-C reaches this process alone, which still needs it to put back what it holds.
 */
final class LocalRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRedis.class);
    private static final Duration END = Duration.ofSeconds(15);
    private static final int PORTS_TO_TRY = 5;

    /** $0 is the file for the process id, then the command. */
    private static final String UNTIL_THE_PIPE_CLOSES = """
            trap '' INT TERM HUP
            new_session=
            if command -v setsid >/dev/null 2>&1; then new_session=setsid; else set -m; fi
            ( sh -c 'echo $$ >"$0"; exec "$@"' "$0" $new_session "$@" </dev/null; echo "ended: $?" ) &
            cat >/dev/null
            kill "$(cat "$0")" 2>/dev/null
            wait
            """;

    private final Process shell;
    private final RedisSettings settings;

    private LocalRedis(Process shell, RedisSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    /** @throws IOException with the server's own words when it does not come up */
    static LocalRedis start(Path folder) throws IOException {
        var program = RedisProgram.find(folder);
        RedisFolder.in(folder).endWhatIsLeftOver(END);
        var said = "";
        for (var attempt = 0; attempt < PORTS_TO_TRY; attempt++) {
            var config = RedisFolder.in(folder).configure(freePort());
            var shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            UNTIL_THE_PIPE_CLOSES,
                            config.pidFile().toString(),
                            program.path(),
                            config.file().toString())
                    .redirectErrorStream(true)
                    .start();
            var output = shell.inputReader();
            said = readUntilReady(output);
            if (said.isEmpty()) {
                Thread.ofVirtual().name("redis-log").start(() -> drain(output));
                LOG.debug("{} listens on port {}", program, config.port());
                return new LocalRedis(shell, config.settings());
            }
            end(shell);
            if (!said.contains("Address already in use")) break;
        }
        throw new IOException("%s did not start in %s: %s".formatted(program, folder, said));
    }

    RedisSettings settings() {
        return settings;
    }

    /** Ends it in order: what it has taken is on the disk. */
    @Override
    public void close() {
        end(shell);
    }

    private static void end(Process shell) {
        try {
            shell.outputWriter().close();
            if (!shell.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Redis did not end within {} s, and is left to end by itself", END.toSeconds());
            }
        } catch (IOException e) {
            LOG.debug("the pipe to Redis was closed already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty when it accepts connections; its last words when it ended instead. */
    private static String readUntilReady(BufferedReader output) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Ready to accept connections")) return "";
            if (line.startsWith("ended: ")) break;
            last.addLast(line);
            if (last.size() > 4) last.removeFirst();
        }
        return last.isEmpty() ? "it said nothing" : String.join(" | ", last);
    }

    private static void drain(BufferedReader output) {
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                LOG.debug("redis: {}", line);
            }
        } catch (IOException e) {
            LOG.debug("the log of Redis ended", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static RedisSettings settings(int port, String password) {
        return new RedisSettings(URI.create("redis://127.0.0.1:" + port), null, password, RedisSettings.DEFAULT_PREFIX);
    }
}
