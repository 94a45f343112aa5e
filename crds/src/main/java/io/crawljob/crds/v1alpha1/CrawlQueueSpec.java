package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One pool of workers. An empty spec is a whole one. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlQueueSpec(
        Workers workers, Limits limits, Jobs jobs, Batch batch, Retention retention, Boolean suspend) {
    public CrawlQueueSpec {
        workers = Wire.or(workers, Workers.DEFAULT);
        limits = Wire.or(limits, Limits.NONE);
        jobs = Wire.or(jobs, Jobs.DEFAULT);
        batch = Wire.or(batch, Batch.DEFAULT);
        retention = Wire.or(retention, Retention.DEFAULT);
        suspend = Wire.or(suspend, false);
    }

    /** Over all jobs of the queue; null means no limit. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Limits(
            @Nullable Integer pagesPerMinute, @Nullable Integer maxConcurrent) {
        static final Limits NONE = new Limits(null, null);
    }

    /** @param maxRunning null: no limit */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Jobs(@Nullable Integer maxRunning, Long maxWaitingUrls) {
        public Jobs {
            maxWaitingUrls = Wire.or(maxWaitingUrls, 10_000_000L);
        }

        static final Jobs DEFAULT = new Jobs(null, 10_000_000L);
    }

    /** How many items a worker takes and gives back at once. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Batch(Integer size, Integer maxWaitMillis) {
        public Batch {
            size = Wire.or(size, 32);
            maxWaitMillis = Wire.or(maxWaitMillis, 20);
        }

        static final Batch DEFAULT = new Batch(32, 20);
    }

    /** What Redis keeps of a job. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Retention(Integer eventsPerJob, Integer deadLettersPerJob) {
        public Retention {
            eventsPerJob = Wire.or(eventsPerJob, 1_000);
            deadLettersPerJob = Wire.or(deadLettersPerJob, 10_000);
        }

        static final Retention DEFAULT = new Retention(1_000, 10_000);
    }
}
