package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long to leave an object alone after the API server has failed a request about it. Sees every answer: what a busy server asks for stands in a header,
 * which the client's exception does not carry. Thread-safe.
 */
public final class ApiPauses implements Interceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ApiPauses.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** The server is busy or away: soon again, but not at once. */
    private static final Duration BUSY = Duration.ofSeconds(3);
    /** It has said no: somebody has to change something first. */
    private static final Duration REFUSED = Duration.ofSeconds(30);
    /** Whatever it asks for: its load is another one by then. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Clock clock;
    private final AtomicReference<Instant> busyUntil = new AtomicReference<>(Instant.EPOCH);

    public ApiPauses(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() != TOO_MANY_REQUESTS && response.code() != UNAVAILABLE) return;
        var asked = seconds(response.header("Retry-After"));
        busyUntil.accumulateAndGet(clock.instant().plus(shorter(asked, LONGEST)), ApiPauses::later);
    }

    /** How long the server wants to be left alone; zero when it has not asked for it, or its time is over. */
    public Duration left() {
        return longer(Duration.ZERO, Duration.between(clock.instant(), busyUntil.get()));
    }

    public Duration after(String what, KubernetesClientException e) {
        if (Refusals.namespaceEnds(e) || e.getCode() == 404) {
            LOG.debug("{}: its namespace goes away", what);
            return REFUSED;
        }
        LOG.warn("{}: {}", what, Refusals.message(e));
        return switch (e.getCode()) {
            case 400, 401, 403, 405, 413, 422 -> REFUSED;
            case TOO_MANY_REQUESTS, UNAVAILABLE -> longer(BUSY, left());
            default -> BUSY;
        };
    }

    /** The other form, a date, is not one that API servers send. */
    private static Duration seconds(String header) {
        var text = Objects.requireNonNullElse(header, "");
        return text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
