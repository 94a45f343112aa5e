package io.crawljob.engine.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) over a pipe: JSON objects, each ended by a NUL. The browser ends by itself when
 * the pipe closes, so none outlives this process. Thread-safe; nothing but {@link #call} ever waits for the browser.
 */
final class DevTools implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    /** The session of the browser itself. */
    static final String BROWSER = "";

    private static final int LARGEST_MESSAGE = 128 << 20;
    private static final int MOST_UNSENT = 1_000;
    /** No message is empty. */
    private static final byte[] END = new byte[0];

    /** @param method {@link #CLOSED} when the connection is */
    record Event(String method, JsonNode params) {
        static final String CLOSED = "closed";
    }

    private final InputStream in;
    private final OutputStream out;
    private final BlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>(MOST_UNSENT);
    private final Map<Integer, CompletableFuture<JsonNode>> unanswered = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Event>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();
    private volatile boolean closed;

    DevTools(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.out = out;
        // Threads of the platform: both wait in calls that a virtual thread would hold its carrier for.
        Thread.ofPlatform().daemon().name("browser-read").start(this::readAll);
        Thread.ofPlatform().daemon().name("browser-write").start(this::writeAll);
    }

    boolean isClosed() {
        return closed;
    }

    /** @param listener called on the reading thread: it may not wait */
    void listen(String session, Consumer<Event> listener) {
        listeners.put(session, listener);
        if (closed) listener.accept(new Event(Event.CLOSED, JSON.createObjectNode()));
    }

    void forget(String session) {
        listeners.remove(session);
    }

    /** Sends a command whose result nobody waits for. */
    void tell(String session, String method, ObjectNode params) {
        var _ = send(session, method, params);
    }

    /** Sends a command; its result comes later, or a {@link BrowserException}. */
    private CompletableFuture<JsonNode> send(String session, String method, ObjectNode params) {
        var id = last.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        unanswered.put(id, answer);
        var message = JSON.createObjectNode().put("id", id).put("method", method);
        if (!session.isEmpty()) message.put("sessionId", session);
        message.set("params", params);
        try {
            if (closed || !unsent.offer(JSON.writeValueAsBytes(message))) fail(id, closed);
        } catch (IOException e) {
            throw new IllegalStateException("a command that cannot be written", e);
        }
        return answer;
    }

    private void fail(int id, boolean ended) {
        var answer = unanswered.remove(id);
        if (answer != null)
            answer.completeExceptionally(BrowserException.lost(ended ? "it ended" : "it reads nothing"));
    }

    /** Sends a command and waits for its result. */
    JsonNode call(String session, String method, ObjectNode params, Duration timeout)
            throws BrowserException, InterruptedException {
        return await(send(session, method, params), method, timeout);
    }

    private static JsonNode await(CompletableFuture<JsonNode> answer, String method, Duration timeout)
            throws BrowserException, InterruptedException {
        try {
            return answer.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw BrowserException.lost("%s got no answer in %d ms".formatted(method, timeout.toMillis()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrowserException failure) throw failure;
            throw new IllegalStateException(e.getCause());
        }
    }

    private void readAll() {
        try {
            var message = new ByteArrayOutputStream();
            for (var b = in.read(); b >= 0; b = in.read()) {
                if (b != 0) {
                    message.write(b);
                    if (message.size() > LARGEST_MESSAGE) return;
                } else {
                    take(JSON.readTree(message.toByteArray()));
                    message = new ByteArrayOutputStream();
                }
            }
        } catch (IOException e) {
            // The browser ended, as at the stream's end.
        } finally {
            end();
        }
    }

    private void take(JsonNode message) {
        if (!message.has("id")) {
            var listener = listeners.get(message.path("sessionId").asText(BROWSER));
            if (listener != null) {
                listener.accept(new Event(message.path("method").asText(), message.path("params")));
            }
            return;
        }
        var answer = unanswered.remove(message.get("id").asInt());
        if (answer == null) return;
        var error = message.get("error");
        if (error == null) {
            answer.complete(message.path("result"));
        } else {
            answer.completeExceptionally(
                    BrowserException.refused(error.path("message").asText()));
        }
    }

    private void writeAll() {
        try {
            for (var message = unsent.take(); message.length > 0; message = unsent.take()) {
                out.write(message);
                out.write(0);
                if (unsent.isEmpty()) out.flush();
            }
            out.close();
        } catch (IOException e) {
            // The browser ended; the reading thread sees it too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        closed = true;
        close();
        unanswered.keySet().forEach(id -> fail(id, true));
        var event = new Event(Event.CLOSED, JSON.createObjectNode());
        listeners.values().forEach(listener -> listener.accept(event));
    }

    @Override
    public void close() {
        closed = true;
        unsent.clear();
        unsent.add(END);
    }
}
