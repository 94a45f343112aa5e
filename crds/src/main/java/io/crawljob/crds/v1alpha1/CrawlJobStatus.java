package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a crawl; under 32 KiB whatever its size. Times, not durations, so that nothing ticks.
 *
 * @param epoch the life of the job's keys in Redis that the counters were read from
 * @param run which crawl of the resource this is, from 1
 * @param phase for people and the column; derived from the conditions
 * @param lastHandledRerun the value of {@code spec.rerun} that has been acted on
 * @param workers of the job's queue that are ready
 * @param hosts the ten that hold the job back most
 * @param failures by class, at most ten
 * @param exclusions by rule, at most ten
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlJobStatus(
        @Nullable Long observedGeneration,
        @Nullable Integer run,
        @Nullable String epoch,
        @Nullable Phase phase,
        List<Condition> conditions,
        @Nullable Instant startTime,
        @Nullable Instant completionTime,
        @Nullable String lastHandledRerun,
        @Nullable String lastHandledRetryFailed,
        @Nullable Integer workers,
        @Nullable Progress progress,
        List<HeldHost> hosts,
        List<FailureTally> failures,
        List<ExclusionTally> exclusions,
        @Nullable Results results,
        @Nullable String message) {
    public CrawlJobStatus {
        epoch = Wire.cut(64, epoch);
        message = Wire.cut(512, message);
        startTime = Wire.seconds(startTime);
        completionTime = Wire.seconds(completionTime);
        conditions = Wire.list(conditions);
        hosts = Wire.first(10, hosts);
        failures = Wire.first(10, failures);
        exclusions = Wire.first(10, exclusions);
    }

    /** One word for where the job stands. */
    public enum Phase {
        PENDING,
        WAITING,
        RUNNING,
        RATE_LIMITED,
        SUSPENDED,
        SUCCEEDED,
        FAILED,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Phase parse(String text) {
            return Wire.parse(Phase.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /**
     * Counters of the run; {@code discovered = waiting + delayed + leased + done + failed + excluded}.
     *
     * @param percent (done + failed + excluded) of discovered
     * @param summary the same as two numbers, {@code 812/1000}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Progress(
            Long discovered,
            Long waiting,
            Long delayed,
            Long leased,
            Long done,
            Long failed,
            Long excluded,
            Long retries,
            Long skippedLinks,
            @Nullable Integer percent,
            @Nullable Long pagesPerMinute,
            Long bytes,
            @Nullable Instant estimatedCompletionTime,
            @Nullable String summary) {
        public Progress {
            summary = Wire.cut(64, summary);
            estimatedCompletionTime = Wire.seconds(estimatedCompletionTime);
            discovered = Wire.or(discovered, 0L);
            waiting = Wire.or(waiting, 0L);
            delayed = Wire.or(delayed, 0L);
            leased = Wire.or(leased, 0L);
            done = Wire.or(done, 0L);
            failed = Wire.or(failed, 0L);
            excluded = Wire.or(excluded, 0L);
            retries = Wire.or(retries, 0L);
            skippedLinks = Wire.or(skippedLinks, 0L);
            bytes = Wire.or(bytes, 0L);
        }
    }

    /** @param nextTime when the host may be asked next; null if at once */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HeldHost(
            @Nullable String host,
            Long waiting,
            @Nullable Instant nextTime,
            @Nullable String reason) {
        public HeldHost {
            host = Wire.cut(260, host);
            reason = Wire.cut(128, reason);
            nextTime = Wire.seconds(nextTime);
            waiting = Wire.or(waiting, 0L);
        }
    }

    /** @param failureClass {@code class} in a manifest */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FailureTally(
            @JsonProperty("class") @Nullable String failureClass,
            Long count,
            @Nullable String sampleUrl,
            @Nullable String message) {
        public FailureTally {
            failureClass = Wire.cut(64, failureClass);
            sampleUrl = Wire.cut(512, sampleUrl);
            message = Wire.cut(256, message);
            count = Wire.or(count, 0L);
        }
    }

    /** How many URLs a rule kept out. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ExclusionTally(
            @Nullable String rule, Long count, @Nullable String sampleUrl) {
        public ExclusionTally {
            rule = Wire.cut(128, rule);
            sampleUrl = Wire.cut(512, sampleUrl);
            count = Wire.or(count, 0L);
        }
    }

    /** Where the records are, and how many. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Results(
            Long records, Long bytes, @Nullable String location) {
        public Results {
            location = Wire.cut(512, location);
            records = Wire.or(records, 0L);
            bytes = Wire.or(bytes, 0L);
        }
    }
}
