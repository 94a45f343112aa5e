package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a schedule; {@code active} are the CrawlJobs that are not finished. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlScheduleStatus(
        @Nullable Long observedGeneration,
        List<ActiveJob> active,
        @Nullable Instant lastScheduleTime,
        @Nullable Instant lastSuccessfulTime,
        @Nullable Instant nextScheduleTime,
        List<Condition> conditions) {
    public CrawlScheduleStatus {
        lastScheduleTime = Wire.seconds(lastScheduleTime);
        lastSuccessfulTime = Wire.seconds(lastSuccessfulTime);
        nextScheduleTime = Wire.seconds(nextScheduleTime);
        active = Wire.list(active);
        conditions = Wire.list(conditions);
    }

    /** A CrawlJob of the same namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ActiveJob(@Nullable String name, @Nullable String uid) {}
}
