package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Crawls by the clock: one of {@code schedule} and {@code runAt}.
 *
 * @param schedule cron
 * @param timeZone of the IANA database
 * @param startingDeadlineSeconds null: none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlScheduleSpec(
        @Nullable String schedule,
        @Nullable Instant runAt,
        String timeZone,
        Boolean suspend,
        @Nullable Long startingDeadlineSeconds,
        ConcurrencyPolicy concurrencyPolicy,
        Integer successfulJobsHistoryLimit,
        Integer failedJobsHistoryLimit,
        @Nullable JobTemplate jobTemplate) {
    public CrawlScheduleSpec {
        timeZone = Wire.or(timeZone, "Etc/UTC");
        suspend = Wire.or(suspend, false);
        concurrencyPolicy = Wire.or(concurrencyPolicy, ConcurrencyPolicy.FORBID);
        successfulJobsHistoryLimit = Wire.or(successfulJobsHistoryLimit, 3);
        failedJobsHistoryLimit = Wire.or(failedJobsHistoryLimit, 1);
    }

    /** What happens when the run before is not over. */
    public enum ConcurrencyPolicy {
        FORBID,
        ALLOW,
        REPLACE,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static ConcurrencyPolicy parse(String text) {
            return Wire.parse(ConcurrencyPolicy.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** The CrawlJob that is made at each time. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record JobTemplate(
            @Nullable Metadata metadata, @Nullable CrawlJobSpec spec) {}

    /** What a made CrawlJob carries besides its name. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Metadata(Map<String, String> labels, Map<String, String> annotations) {
        public Metadata {
            labels = Wire.map(labels);
            annotations = Wire.map(annotations);
        }
    }
}
