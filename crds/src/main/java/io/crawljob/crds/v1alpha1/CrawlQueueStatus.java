package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a queue. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlQueueStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable WorkerCount workers,
        @Nullable JobCount jobs,
        @Nullable Long waiting,
        @Nullable Long leased,
        @Nullable Long delayed,
        @Nullable Long deadLetters,
        @Nullable Instant oldestWaitingTime,
        @Nullable Long pagesPerMinute,
        @Nullable Integer errorPercent,
        @Nullable Long averageMillis) {
    public CrawlQueueStatus {
        oldestWaitingTime = Wire.seconds(oldestWaitingTime);
        conditions = Wire.list(conditions);
    }

    /** @param reason the one thing that made {@code desired} that number */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record WorkerCount(
            Integer desired, Integer ready, @Nullable SizeReason reason) {
        public WorkerCount {
            desired = Wire.or(desired, 0);
            ready = Wire.or(ready, 0);
        }
    }

    /** Why a queue has the size that it has. */
    public enum SizeReason {
        QUEUE_DEPTH,
        HOST_BOUND,
        RATE_BOUND,
        AT_MAX,
        AT_MIN,
        SCALED_TO_ZERO,
        /** Fewer would do, but the stabilisation time is not over. */
        STABILIZING,
        /** The queue could not be read lately; a guess would be worse than no change. */
        STALE_READING,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static SizeReason parse(String text) {
            return Wire.parse(SizeReason.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** Jobs that may lease, and jobs that wait for their turn. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record JobCount(Integer running, Integer waiting) {
        public JobCount {
            running = Wire.or(running, 0);
            waiting = Wire.or(waiting, 0);
        }
    }
}
