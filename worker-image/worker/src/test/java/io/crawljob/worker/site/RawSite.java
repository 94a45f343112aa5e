package io.crawljob.worker.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers robots.txt with 404, and everything else with whatever bytes a test wants; it counts who connects. */
public final class RawSite implements AutoCloseable {

    /** Writes the whole answer, status line and all; the connection is closed after it. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** As {@link Answer}, by what is asked for. */
    @FunctionalInterface
    public interface PathAnswer {
        void write(OutputStream out, String path) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final String host;
    private final PathAnswer answer;
    private final AtomicInteger connections = new AtomicInteger();

    public RawSite(Answer answer) {
        this("127.0.0.1", answer);
    }

    /** @param host an address of the loopback network */
    public RawSite(String host, Answer answer) {
        this(host, (out, _) -> answer.write(out));
    }

    public static RawSite byPath(PathAnswer answer) {
        return new RawSite("127.0.0.1", answer);
    }

    private RawSite(String host, PathAnswer answer) {
        this.host = host;
        this.answer = answer;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String url(String path) {
        return "http://%s:%d%s".formatted(host, listener.getLocalPort(), path);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var request = in.readLine();
            if (request == null) return;
            for (var line = in.readLine(); line != null && !line.isEmpty(); ) line = in.readLine();
            var out = socket.getOutputStream();
            if (request.startsWith("GET /robots.txt ")) head(out, "404 Not Found", "Content-Length: 0");
            else answer.write(out, request.split(" ", -1)[1]);
            out.flush();
        } catch (IOException _) {
            // The client has seen enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes a status line and headers. */
    public static void head(OutputStream out, String status, String... headers) throws IOException {
        var text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (var header : headers) text.append(header).append("\r\n");
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
