package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives watches up that nothing is heard on, so that the client makes them anew from where they were. The API server says where a watch stands once a minute
 * even if nothing happens, so a long silence is a connection that has died unnoticed; the client by itself would wait for up to ten minutes. Thread-safe.
 */
final class Hearing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);
    private static final int LOOKS = 5;
    private static final int GOING_AWAY = 1001;

    private final Duration longestSilence;
    private final Map<Ear, WebSocket> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hearing").factory());

    Hearing(Duration longestSilence) {
        this.longestSilence = longestSilence;
        var every = longestSilence.dividedBy(LOOKS).toMillis();
        var _ = thread.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    WebSocket.Listener hear(WebSocket.Listener listener) {
        return new Ear(listener);
    }

    private void look() {
        for (var ear : open.keySet()) {
            try {
                ear.endIfSilent();
            } catch (RuntimeException e) {
                LOG.warn("a watch that is silent cannot be given up", e);
            }
        }
    }

    private final class Ear implements WebSocket.Listener {

        private final WebSocket.Listener listener;
        private volatile long heardAt = System.nanoTime();

        Ear(WebSocket.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket opened) {
            heardAt = System.nanoTime();
            open.put(this, opened);
            listener.onOpen(opened);
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            heardAt = System.nanoTime();
            listener.onMessage(from, text);
        }

        @Override
        public void onMessage(WebSocket from, ByteBuffer bytes) {
            heardAt = System.nanoTime();
            listener.onMessage(from, bytes);
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            open.remove(this);
            listener.onClose(from, code, reason);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            open.remove(this);
            listener.onError(from, error);
        }

        private void endIfSilent() {
            var silence = Duration.ofNanos(System.nanoTime() - heardAt);
            if (silence.compareTo(longestSilence) < 0) return;
            var socket = open.remove(this);
            if (socket == null) return;
            LOG.debug("nothing was heard on a watch for {}; it is made anew", silence);
            listener.onError(socket, new IOException("nothing was heard for " + silence));
            socket.sendClose(GOING_AWAY, "silent");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
