package io.crawljob.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Stands before a real Redis: to be cut from it, or to let it say that it is of version 6.0, since none that old can be had (as many bytes, so that the protocol holds). */
final class RedisBetween implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("redis_version:\\d\\.\\d");

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private final boolean older;

    private RedisBetween(ServerSocket server, boolean older) {
        this.server = server;
        this.older = older;
    }

    /** Passes everything on as it is. */
    static RedisBetween before(int port) {
        return before(port, false);
    }

    static RedisBetween before(int port, boolean older) {
        try {
            var between = new RedisBetween(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), older);
            Thread.ofVirtual().start(() -> between.accept(port));
            return between;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    private void accept(int port) {
        try {
            while (true) {
                var near = server.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> copy(near, far, false));
                Thread.ofVirtual().start(() -> copy(far, near, older));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static void copy(Socket from, Socket to, boolean older) {
        try (from;
                to) {
            pump(from.getInputStream(), to.getOutputStream(), older);
        } catch (IOException closed) {
            // By either side.
        }
    }

    /** INFO comes in one piece: Redis writes a reply at once, and it is far smaller than the buffer. */
    private static void pump(InputStream in, OutputStream out, boolean older) throws IOException {
        var buffer = new byte[1 << 20];
        for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            var text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            var passed = older ? VERSION.matcher(text).replaceAll("redis_version:6.0") : text;
            out.write(passed.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : sockets) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
