package io.crawljob.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Plans as JSON. A worker of another version reads what it knows, and refuses only a {@code version} above its own. */
public final class PlanCodec {

    /** Raised when an older worker could not work by a newer plan. */
    public static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private PlanCodec() {}

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
            if (plan.version() > VERSION) {
                throw new IllegalArgumentException(
                        "the plan of job %s has version %d; this worker reads up to %d: update the worker image"
                                .formatted(plan.job(), plan.version(), VERSION));
            }
            return plan;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plan: " + e.getOriginalMessage(), e);
        }
    }
}
