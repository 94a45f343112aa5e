package io.crawljob.engine.fetch;

import io.crawljob.engine.url.CanonicalUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers each request with whatever bytes a test wants, and counts who comes. */
final class RawServer implements AutoCloseable {

    /** Writes the whole answer, status line and all; the connection is closed after it. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final Listener listener;
    private final Answer answer;
    private final boolean listens;
    final AtomicInteger connections;
    final List<List<String>> requests = new CopyOnWriteArrayList<>();

    RawServer(Answer answer) throws IOException {
        this(answer, true);
    }

    /** @param listens false: it speaks first, whatever it is asked */
    RawServer(Answer answer, boolean listens) throws IOException {
        this.answer = answer;
        this.listens = listens;
        this.listener = new Listener(this::serve);
        this.connections = listener.connections;
    }

    static RawServer saying(String head, byte[] body) throws IOException {
        return new RawServer(out -> {
            head(out, head);
            out.write(body);
        });
    }

    static RawServer saying(String text) throws IOException {
        return saying(text, new byte[0]);
    }

    /** Writes lines as HTTP ends them. */
    static void head(OutputStream out, String text) throws IOException {
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    CanonicalUrl url(String path) {
        return CanonicalUrl.parse(listener.url() + path).orElseThrow();
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var lines = new ArrayList<String>();
            for (var line = listens ? in.readLine() : null; line != null && !line.isEmpty(); line = in.readLine())
                lines.add(line);
            if (listens && lines.isEmpty()) return;
            requests.add(lines);
            answer.write(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException _) {
            // The client has seen enough, which is what most of these tests are about.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
