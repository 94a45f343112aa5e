package io.crawljob.engine.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A forward proxy on loopback that remembers what it was asked: whole URLs, and tunnels. One request a connection. */
public final class TestProxy implements AutoCloseable {

    private final Listener listener;
    /** Said instead of doing what is asked; null: it does it. */
    private volatile @Nullable String refusal;

    public final AtomicInteger connections;
    /** First lines of requests. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public TestProxy() {
        listener = new Listener(this::serve);
        connections = listener.connections;
    }

    public String url() {
        return listener.url();
    }

    public SiteAccess access() {
        return new SiteAccess(ForwardProxy.parse(url()).orElseThrow(), List.of());
    }

    void refuse(String statusLine) {
        refusal = statusLine;
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            var first = head.substring(0, head.indexOf("\r\n"));
            asked.add(first);
            if (refusal != null) {
                write(client, refusal + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            var words = first.split(" ", -1);
            if (words[0].equals("CONNECT")) {
                tunnel(client, URI.create("http://" + words[1]));
            } else {
                pass(client, URI.create(words[1]), head);
            }
        } catch (IOException _) {
            // One of the two has seen enough.
        }
    }

    private static void tunnel(Socket client, URI target) throws IOException {
        try (var site = new Socket(target.getHost(), target.getPort())) {
            write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            var back = Thread.ofVirtual().start(() -> copy(site, client));
            copy(client, site);
            back.interrupt();
        }
    }

    private static void pass(Socket client, URI target, String head) throws IOException {
        try (var site = new Socket(target.getHost(), target.getPort())) {
            var path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            var own = head.replaceFirst("^(\\S+) \\S+", "$1 " + path).replaceFirst("(?i)\r\nConnection:[^\r]*", "");
            write(site, own.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            copy(site, client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // The end of either is the end of both.
        }
    }

    private static void write(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) throw new EOFException();
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        listener.close();
    }
}
