package io.crawljob.engine.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a process says on its way out: its last lines, read on a thread of its own. Thread-safe. */
final class Complaints {

    private static final int MOST = 5;
    private static final int LONGEST = 300;

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Complaints(InputStream stream) {
        Thread.ofPlatform().daemon().name("browser-errors").start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) add(line);
        } catch (IOException e) {
            add(String.valueOf(e.getMessage()));
        } finally {
            ended.countDown();
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == MOST) lines.removeFirst();
        lines.add(line.substring(0, Math.min(line.length(), LONGEST)));
    }

    /** In one line. Of a process that has just ended all of it: that may be seen before what it said has been read. */
    String last() throws InterruptedException {
        ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        return inOneLine();
    }

    private synchronized String inOneLine() {
        return lines.isEmpty() ? "it said nothing" : String.join(" / ", lines);
    }
}
