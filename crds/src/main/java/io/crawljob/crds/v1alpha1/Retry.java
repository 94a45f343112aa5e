package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens after a failure that may pass. At most one of {@code backoff} and {@code delaysSeconds} is set; with neither it is {@link Backoff#DEFAULT}.
 *
 * @param limit tries after the first
 * @param delaysSeconds fixed delays, the last one repeated
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Retry(Integer limit, @Nullable Backoff backoff, List<Integer> delaysSeconds) {
    public Retry {
        limit = Wire.or(limit, 3);
        delaysSeconds = Wire.list(delaysSeconds);
    }

    static final Retry DEFAULT = new Retry(3, null, List.of());

    /** Delays that grow by {@code factor} up to {@code maxSeconds}, with full jitter. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Backoff(Integer initialSeconds, Double factor, Integer maxSeconds) {
        public Backoff {
            initialSeconds = Wire.or(initialSeconds, 5);
            factor = Wire.or(factor, 2.0);
            maxSeconds = Wire.or(maxSeconds, 600);
        }

        /** What holds when a job names neither. */
        public static final Backoff DEFAULT = new Backoff(5, 2.0, 600);
    }
}
