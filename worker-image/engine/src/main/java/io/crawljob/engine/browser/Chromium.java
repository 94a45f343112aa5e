package io.crawljob.engine.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One browser: its processes, its folder, and the pipe to it. Thread-safe. */
final class Chromium implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(50);

    /** The protocol's pipe are the descriptors 3 and 4, which only a shell can make of the two that a process is given here. In a session of its own no Ctrl-C reaches it. */
    private static final String SCRIPT = """
            if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
            exec "$@" 3<&0 4>&1 </dev/null >&2""";

    private final Process process;
    private final Path folder;
    private final DevTools tools;
    private final Complaints complaints;
    private final Instant begun;

    private Chromium(Process process, Path folder, Instant begun) {
        this.process = process;
        this.folder = folder;
        this.begun = begun;
        this.complaints = new Complaints(process.getErrorStream());
        this.tools = new DevTools(process.getInputStream(), process.getOutputStream());
    }

    /** A browser that answers. */
    static Chromium start(BrowserSettings settings, Instant now) throws BrowserException, InterruptedException {
        var browser = launch(settings, now);
        var answered = false;
        try {
            var version =
                    browser.tools.call(DevTools.BROWSER, "Browser.getVersion", DevTools.JSON.createObjectNode(), START);
            LOG.info("{} started, process {}", version.path("product").asText(), browser.process.pid());
            answered = true;
            return browser;
        } catch (BrowserException e) {
            throw BrowserException.lost("%s did not start (%s): %s"
                    .formatted(settings.program(), e.getMessage(), browser.complaints.last()));
        } finally {
            if (!answered) browser.close();
        }
    }

    private static Chromium launch(BrowserSettings settings, Instant now) throws BrowserException {
        try {
            var folder = Files.createTempDirectory("crawl-browser-");
            var command = new ArrayList<>(
                    List.of("/bin/sh", "-c", SCRIPT, "sh", settings.program().toString()));
            command.addAll(Flags.of(settings, folder));
            var builder = new ProcessBuilder(command);
            // All that it writes goes with its folder; and nothing of ours, such as a password, is in its environment.
            builder.environment().keySet().removeIf(name -> name.startsWith("CRAWL_"));
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("XDG_CONFIG_HOME", folder.toString());
            builder.environment().put("XDG_CACHE_HOME", folder.toString());
            return new Chromium(builder.start(), folder, now);
        } catch (IOException e) {
            throw BrowserException.lost("%s did not start: %s".formatted(settings.program(), e.getMessage()));
        }
    }

    DevTools tools() {
        return tools;
    }

    Instant begun() {
        return begun;
    }

    boolean isAlive() {
        return process.isAlive() && !tools.isClosed();
    }

    long pid() {
        return process.pid();
    }

    /** Kills it with all of its processes, and removes what it wrote. There is nothing in it to be saved. */
    @Override
    public void close() {
        var all = new ArrayList<ProcessHandle>();
        all.add(process.toHandle());
        process.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        tools.close();
        var ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        remove();
    }

    /** What a killed browser has started is no longer known as its own, and may write for a moment yet. */
    private void remove() {
        var until = System.nanoTime() + END.toNanos();
        while (true) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
                return;
            } catch (IOException | UncheckedIOException e) {
                if (System.nanoTime() > until) {
                    LOG.warn("{} of a browser that ended could not be removed: {}", folder, e.getMessage());
                    return;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }
}
