package io.crawljob.worker.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import java.time.Duration;
import java.util.Optional;

/** The plans of the jobs that were asked for lately, read again when a lease names a newer generation. Thread-safe. */
public final class Plans {

    private static final int MOST = 1_000;
    /** A run or an epoch may begin anew with the generation it had. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Frontier frontier;
    private final Cache<JobKey, JobPlan> plans =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    public Plans(Frontier frontier) {
        this.frontier = frontier;
    }

    /**
     * Empty when the job is gone.
     *
     * @param generation at least this one
     * @throws IllegalArgumentException if the plan cannot be read, such as one of a newer version
     */
    public Optional<JobPlan> plan(JobKey job, long generation) {
        var known = plans.getIfPresent(job);
        if (known != null && known.plan().generation() >= generation) return Optional.of(known);
        var read = frontier.plan(job).map(JobPlan::of);
        read.ifPresent(plan -> plans.put(job, plan));
        return read;
    }
}
