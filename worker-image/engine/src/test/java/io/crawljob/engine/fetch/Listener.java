package io.crawljob.engine.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Takes connections on a free port of loopback, each on a thread of its own, and counts them. */
final class Listener implements AutoCloseable {

    private final ServerSocket socket;
    private final Consumer<Socket> serve;
    private final Thread accepting;
    final AtomicInteger connections = new AtomicInteger();

    Listener(Consumer<Socket> serve) {
        this.serve = serve;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve.accept(client));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) throw new UncheckedIOException(e);
        }
    }

    /** Afterwards nobody listens: while a thread still waits in accept, the system may take one connection more. */
    @Override
    public void close() {
        try {
            socket.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
