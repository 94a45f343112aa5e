package io.crawljob.engine.address;

import io.crawljob.engine.address.AddressVerdict.Refused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The last gate: sockets that look at the very address they connect to, so that no way around the resolver (an address written out, a cached answer) leads
 * inside. Equal for equal guards, because OkHttp shares connections among equal factories only.
 */
public final class GuardedSockets extends SocketFactory {

    private final AddressGuard guard;

    public GuardedSockets(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket(guard);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return bound(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return bound(new InetSocketAddress(address, port), new InetSocketAddress(local, localPort));
    }

    private Socket connected(SocketAddress target) throws IOException {
        var socket = createSocket();
        socket.connect(target);
        return socket;
    }

    private Socket bound(SocketAddress target, SocketAddress local) throws IOException {
        var socket = createSocket();
        socket.bind(local);
        socket.connect(target);
        return socket;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GuardedSockets sockets && guard.equals(sockets.guard);
    }

    @Override
    public int hashCode() {
        return guard.hashCode();
    }

    private static final class GuardedSocket extends Socket {

        /** In ms; shorter ones are for asking whether a connection is still there. */
        private static final int WATCHED_BY_OKHTTP = 100;

        private final AddressGuard guard;

        GuardedSocket(AddressGuard guard) {
            this.guard = guard;
        }

        /**
         * Once it is connected, a long one does not hold: OkHttp ends reads that take too long by a clock of its own, and each read with a time-out of the
         * socket's besides would wake the virtual threads' scheduler twice. Before, while TLS is agreed on, nothing else does.
         */
        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(isConnected() && millis >= WATCHED_BY_OKHTTP ? 0 : millis);
        }

        @Override
        public void connect(SocketAddress target) throws IOException {
            connect(target, 0);
        }

        @Override
        public void connect(SocketAddress target, int timeout) throws IOException {
            if (!(target instanceof InetSocketAddress address) || address.isUnresolved())
                throw new AddressRefusedException(AddressVerdict.Reason.INVALID);
            if (guard.judge(address.getAddress()) instanceof Refused refused)
                throw new AddressRefusedException(refused.reason());
            try {
                super.connect(target, timeout);
            } catch (SocketTimeoutException e) {
                // So that a host that does not answer is told apart from one that answers slowly.
                var failure = new ConnectException("no answer within " + timeout + " ms");
                failure.initCause(e);
                throw failure;
            }
        }
    }
}
