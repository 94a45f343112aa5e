package io.crawljob.worker.site;

import io.crawljob.worker.site.TimedSite.Pages;
import io.crawljob.worker.site.TimedSite.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Web sites on addresses of loopback, whose log says between which two moments each request came. One thread serves them and looks every few milliseconds: what
 * it did not find when it began to look the time before, came after that. So a busy machine makes the log less exact, and never wrong.
 */
public final class TimedSites implements AutoCloseable {

    private static final int LOOK_MILLIS = 2;
    private static final int MOST_BYTES = 16_384;

    /** One connection, with at most one request at a time. */
    private static final class Connection {
        private final TimedSite site;
        private final SocketChannel channel;
        private final ByteBuffer request = ByteBuffer.allocate(MOST_BYTES);
        /** When nobody had connected yet, and the number of the look that found the connection. */
        private final long notBefore;

        private final long foundBy;
        private long earliest;
        private @Nullable Reply reply;
        private long due;

        private Connection(TimedSite site, SocketChannel channel, long notBefore, long foundBy) {
            this.site = site;
            this.channel = channel;
            this.notBefore = notBefore;
            this.foundBy = foundBy;
        }
    }

    private final Selector selector;
    private final Set<Connection> connections = new HashSet<>();
    private final Thread thread = Thread.ofPlatform().name("timed-sites").unstarted(this::serve);
    private volatile boolean closed;
    private long look;
    private long lookBefore;

    public TimedSites() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    /** @param host an address of loopback */
    public TimedSite open(String host, Pages pages) {
        return open(new InetSocketAddress(host, 0), pages);
    }

    public TimedSite open(InetSocketAddress address, Pages pages) {
        try {
            var listener = ServerSocketChannel.open();
            listener.bind(address);
            listener.configureBlocking(false);
            var site = new TimedSite(address.getHostString(), pages, listener);
            listener.register(selector, SelectionKey.OP_ACCEPT, site);
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        try (selector) {
            lookBefore = System.nanoTime();
            while (!closed) {
                var looks = System.nanoTime();
                look++;
                selector.select(LOOK_MILLIS);
                for (var key : selector.selectedKeys()) serve(key);
                selector.selectedKeys().clear();
                for (var connection : List.copyOf(connections)) answer(connection);
                lookBefore = looks;
            }
            for (var key : selector.keys()) key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        switch (key.attachment()) {
            case TimedSite site -> accept(site);
            case Connection connection -> read(connection);
            default -> throw new IllegalStateException("a key of " + key.attachment());
        }
    }

    private void accept(TimedSite site) throws IOException {
        var channel = site.listener.accept();
        if (channel == null) return;
        channel.configureBlocking(false);
        var connection = new Connection(site, channel, lookBefore, look);
        connections.add(connection);
        channel.register(selector, SelectionKey.OP_READ, connection);
    }

    private void read(Connection connection) throws IOException {
        var buffer = connection.request;
        // What comes with a connection was there when nobody had looked at the connection itself.
        if (buffer.position() == 0)
            connection.earliest = look == connection.foundBy + 1 ? connection.notBefore : lookBefore;
        if (readSome(connection) < 0) {
            connection.channel.close();
            connections.remove(connection);
            if (connection.reply != null) connection.site.givenUp();
            return;
        }
        var text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
        if (!text.endsWith("\r\n\r\n")) return;
        buffer.clear();
        var now = System.nanoTime();
        var reply = connection.site.arrived(text.split(" ", 3)[1], connection.earliest, now);
        connection.reply = reply;
        connection.due = now + reply.after().toNanos();
    }

    /** Less than nothing when the other side is gone, be it killed. */
    private static int readSome(Connection connection) {
        try {
            return connection.channel.read(connection.request);
        } catch (IOException e) {
            return -1;
        }
    }

    private void answer(Connection connection) throws IOException {
        var reply = connection.reply;
        var now = System.nanoTime();
        if (reply == null || now < connection.due) return;
        connection.reply = null;
        connection.site.answered(reply, now);
        var text = "HTTP/1.1 %d Said\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(reply.status(), reply.headers(), reply.body().length(), reply.body());
        connection.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
