package io.crawljob.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A network between a client and a server that can go bad in the ways networks do. */
final class Proxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FINE;

    enum Weather {
        FINE,
        /** Connections stay, new ones come about, and nothing goes through: a half-open connection, a blackhole. */
        SILENT,
        /** Each byte comes two seconds late. */
        SLOW
    }

    private Proxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Proxy to(RedisServerProcess server) {
        try {
            var proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
            Thread.ofVirtual().start(proxy::listen);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("redis://127.0.0.1:" + listener.getLocalPort());
    }

    void turn(Weather next) {
        weather = next;
    }

    /** Ends all connections with a reset. */
    void reset() {
        for (var socket : open) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (SocketException e) {
                // Ended by itself meanwhile.
                if (!socket.isClosed()) throw new UncheckedIOException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException closed) {
                // close(), or a server that is down: the next one may be better
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream());
        } catch (IOException over) {
            // one side has gone, and takes the other with it
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        var bytes = new byte[16_384];
        for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
            switch (weather) {
                case FINE -> {}
                case SLOW -> LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                case SILENT -> {
                    while (weather == Weather.SILENT)
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
            out.write(bytes, 0, length);
        }
    }

    @Override
    public void close() {
        weather = Weather.FINE;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }
}
