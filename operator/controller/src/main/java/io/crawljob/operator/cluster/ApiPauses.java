package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long to leave an object alone after the API server has failed a request about it. */
public final class ApiPauses {

    private static final Logger LOG = LoggerFactory.getLogger(ApiPauses.class);
    /** The server is busy or away: soon again, but not at once. */
    private static final Duration BUSY = Duration.ofSeconds(3);
    /** It has said no: somebody has to change something first. */
    private static final Duration REFUSED = Duration.ofSeconds(30);

    private ApiPauses() {}

    public static Duration after(String what, KubernetesClientException e) {
        if (Refusals.namespaceEnds(e) || e.getCode() == 404) {
            LOG.debug("{}: its namespace goes away", what);
            return REFUSED;
        }
        LOG.warn("{}: {}", what, Refusals.message(e));
        return switch (e.getCode()) {
            case 400, 401, 403, 405, 413, 422 -> REFUSED;
            default -> longer(BUSY, Duration.ofSeconds(asked(e)));
        };
    }

    private static int asked(KubernetesClientException e) {
        var status = e.getStatus();
        if (status == null || status.getDetails() == null) return 0;
        return Objects.requireNonNullElse(status.getDetails().getRetryAfterSeconds(), 0);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
