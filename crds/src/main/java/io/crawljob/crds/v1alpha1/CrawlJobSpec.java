package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of one crawl. {@code source}, {@code fetch}, {@code extract}, {@code process} and {@code output} are immutable; the rest may change
 * while the job runs and holds for what is not leased yet.
 *
 * @param queueName a CrawlQueue of the same namespace
 * @param cancel once true, for good
 * @param source null only in an object that no API server has checked
 * @param exclude RE2, found anywhere in the canonical URL
 * @param notifications {@code notify} in a manifest; a record cannot have a component of that name
 * @param activeDeadlineSeconds null: none
 * @param ttlSecondsAfterFinished null: kept
 * @param rerun a new value starts the crawl again from its seeds
 * @param retryFailed a new value puts the dead letters back once
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlJobSpec(
        String queueName,
        Priority priority,
        Boolean suspend,
        Boolean cancel,
        @Nullable Source source,
        List<String> exclude,
        Limits limits,
        Fetch fetch,
        Politeness politeness,
        Retry retry,
        Extract extract,
        List<Stage> process,
        Output output,
        @JsonProperty("notify") List<Notification> notifications,
        Failure failure,
        @Nullable Long activeDeadlineSeconds,
        @Nullable Long ttlSecondsAfterFinished,
        OnQueueLost onQueueLost,
        String rerun,
        String retryFailed) {
    public CrawlJobSpec {
        queueName = Wire.or(queueName, "default");
        priority = Wire.or(priority, Priority.NORMAL);
        suspend = Wire.or(suspend, false);
        cancel = Wire.or(cancel, false);
        exclude = Wire.list(exclude);
        limits = Wire.or(limits, Limits.DEFAULT);
        fetch = Wire.or(fetch, Fetch.DEFAULT);
        politeness = Wire.or(politeness, Politeness.NONE);
        retry = Wire.or(retry, Retry.DEFAULT);
        extract = Wire.or(extract, Extract.DEFAULT);
        process = Wire.list(process);
        output = Wire.or(output, Output.DEFAULT);
        notifications = Wire.list(notifications);
        failure = Wire.or(failure, Failure.DEFAULT);
        onQueueLost = Wire.or(onQueueLost, OnQueueLost.START_OVER);
        rerun = Wire.or(rerun, "");
        retryFailed = Wire.or(retryFailed, "");
    }

    /** Which job of a queue goes first. */
    public enum Priority {
        LOW,
        NORMAL,
        HIGH,
        URGENT,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Priority parse(String text) {
            return Wire.parse(Priority.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** What happens when the records lay only in a Redis that was wiped. */
    public enum OnQueueLost {
        START_OVER,
        FAIL,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static OnQueueLost parse(String text) {
            return Wire.parse(OnQueueLost.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /**
     * Bounds of the whole crawl, of each host, and of what was found from each seed; null means no limit.
     *
     * @param maxSize of all bodies, a Kubernetes quantity, as the other two
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Limits(
            Long maxPages,
            @Nullable Long maxPagesPerHost,
            @Nullable Long maxPagesPerSeed,
            @Nullable String maxSize,
            @Nullable String maxSizePerHost,
            @Nullable String maxSizePerSeed) {
        public Limits {
            maxPages = Wire.or(maxPages, 10_000L);
        }

        static final Limits DEFAULT = new Limits(10_000L, null, null, null, null, null);
    }

    /** This job's own; the host's shared budget holds as well. Null means that this job adds nothing to it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Politeness(
            @Nullable Long delayMillis,
            @Nullable Integer maxConcurrentPerHost,
            @Nullable Integer pagesPerMinute) {
        static final Politeness NONE = new Politeness(null, null, null);
    }

    /** @param maxFailedPercent of the items, judged from 100 items on and at the end */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Failure(Integer maxFailedPercent) {
        public Failure {
            maxFailedPercent = Wire.or(maxFailedPercent, 20);
        }

        static final Failure DEFAULT = new Failure(20);
    }
}
