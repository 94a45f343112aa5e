package io.crawljob.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before the real API server, as a load balancer that forgets its connections: they stay open, and nothing comes over them any more. */
final class DeafWire implements AutoCloseable {

    private final ServerSocket server;
    private final URI real;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();

    private DeafWire(ServerSocket server, URI real) {
        this.server = server;
        this.real = real;
    }

    static DeafWire before(String url) {
        try {
            var wire = new DeafWire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(url));
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    /** All connections that are there now; whoever comes next is heard. */
    int goDeaf() {
        deaf.addAll(sockets);
        return sockets.size() / 2;
    }

    private void accept() {
        try {
            while (true) {
                var near = server.accept();
                var far = new Socket(real.getHost(), real.getPort());
                sockets.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> copy(near, far));
                Thread.ofVirtual().start(() -> copy(far, near));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            pump(from, from.getInputStream(), to.getOutputStream());
        } catch (IOException closed) {
            // By either side.
        }
        sockets.removeAll(List.of(from, to));
        if (deaf.contains(from)) return;
        close(from);
        close(to);
    }

    private void pump(Socket from, InputStream in, OutputStream out) throws IOException {
        var buffer = new byte[8_192];
        for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            if (deaf.contains(from)) continue;
            out.write(buffer, 0, length);
            out.flush();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : sockets) socket.close();
            for (var socket : deaf) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
