package io.crawljob.engine.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * The machine's resolver, with the deadline that it lacks. It runs on a few threads of its own, because a lookup blocks the thread below a virtual one and
 * cannot be interrupted. Thread-safe.
 */
final class SystemDns implements Dns, AutoCloseable {

    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("dns-", 0).factory());
    private final Duration timeout;

    SystemDns(Duration timeout) {
        this.timeout = timeout;
    }

    /** IPv4 first: many pods have no way out by IPv6, and finding that out takes a whole connect timeout. */
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        var answer = threads.submit(() -> InetAddress.getAllByName(hostname));
        try {
            return Arrays.stream(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS))
                    .sorted(Comparator.comparingInt(address -> address.getAddress().length))
                    .toList();
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw unknown("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unknown("it has no address, or its name servers do not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        var unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
