package io.crawljob.engine.fetch;

import java.time.Duration;

/**
 * What holds for all requests of a process; a request's own timeout cuts each of these short.
 *
 * @param idleConnections kept open for a minute
 * @param connect for one TCP connection, and for its TLS handshake
 * @param silence the longest wait for the first byte, and between any two reads
 * @param resolve for a name's addresses
 */
public record FetcherSettings(int idleConnections, Duration connect, Duration silence, Duration resolve) {

    public static final FetcherSettings USUAL =
            new FetcherSettings(64, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10));
}
