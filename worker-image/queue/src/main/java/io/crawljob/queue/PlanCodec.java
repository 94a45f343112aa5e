package io.crawljob.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Plans as JSON. A worker of another version reads what it knows, and refuses only a {@code version} above its own. */
public final class PlanCodec {

    /** Raised when an older worker could not work by a newer plan. */
    public static final int VERSION = 3;

    /** Knows {@link Plan.Fetch#render} and {@link Plan.Fetch#headers}: an older worker would record pages that were not rendered, or asked for without them. */
    private static final int RENDERS = 2;

    /** Knows {@link Plan.Fetch#cookies}, and the limits of bytes by host and those by seed: an older worker would send none, and pass them by. */
    private static final int KEEPS_COOKIES = 3;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private PlanCodec() {}

    /** The least version of which a worker has to be, to do what a plan says. */
    public static int least(Plan.Fetch fetch, Plan.Limits limits) {
        var unlimited = limits.maxBytesPerHost() == null
                && limits.maxPagesPerSeed() == null
                && limits.maxBytesPerSeed() == null;
        if (!unlimited || fetch.cookies() == Plan.Cookies.KEEP) return KEEPS_COOKIES;
        return fetch.render() == Plan.Render.NEVER && fetch.headers().isEmpty() ? 1 : RENDERS;
    }

    public static String encode(Plan plan) {
        try {
            return JSON.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan that cannot be written: " + plan.job(), e);
        }
    }

    /** @throws IllegalArgumentException if it is not a plan, or one of a newer version than {@link #VERSION} */
    public static Plan decode(String json) {
        try {
            var plan = JSON.readValue(json, Plan.class);
            if (plan == null) throw new IllegalArgumentException("not a plan: null");
            if (plan.version() > VERSION) {
                throw new IllegalArgumentException(
                        "the plan of job %s has version %d; this worker reads up to %d: update the worker image"
                                .formatted(plan.job(), plan.version(), VERSION));
            }
            return whole(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plan: " + e.getOriginalMessage(), e);
        }
    }

    /** JSON may lack what a plan cannot do without. */
    private static Plan whole(Plan plan) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        parts.put("job", plan.job());
        parts.put("name", plan.name());
        parts.put("queue", plan.queue());
        parts.put("priority", plan.priority());
        parts.put("scope", plan.scope());
        parts.put("limits", plan.limits());
        parts.put("fetch", plan.fetch());
        parts.put("politeness", plan.politeness());
        parts.put("retry", plan.retry());
        parts.put("extract", plan.extract());
        parts.put("store", plan.store());
        parts.forEach((name, part) -> {
            if (part == null) {
                throw new IllegalArgumentException(
                        "the plan of job %s lacks \"%s\": the operator writes it anew when the resource changes"
                                .formatted(plan.job(), name));
            }
        });
        return plan;
    }
}
