package io.crawljob.worker.job;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import io.crawljob.worker.memory.Memory;
import java.time.Duration;
import java.util.Optional;

/** The plans of the jobs that were asked for lately, read again when a lease names a newer generation. Thread-safe. */
public final class Plans {

    private static final int MOST = 1_000;
    /** A run or an epoch may begin anew with the generation it had. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Frontier frontier;
    private final Complaints complaints;
    private final ParseBudget budget;
    private final Cache<JobKey, JobPlan> plans =
            Memory.bounded().maximumSize(MOST).expireAfterWrite(KEPT).build();

    private final Cache<JobKey, Boolean> unreadable = Memory.bounded()
            .maximumSize(MOST)
            .expireAfterWrite(Complaints.EVERY)
            .build();

    /** @param budget for the pages of all jobs together */
    public Plans(Frontier frontier, Complaints complaints, ParseBudget budget) {
        this.frontier = frontier;
        this.complaints = complaints;
        this.budget = budget;
    }

    /**
     * Empty when the job is gone, and when this worker cannot read its plan, such as one of a newer version: another worker may.
     *
     * @param generation at least this one
     */
    public Optional<JobPlan> plan(JobKey job, long generation) {
        var known = plans.getIfPresent(job);
        if (known != null && known.plan().generation() >= generation) return Optional.of(known);
        if (unreadable.getIfPresent(job) != null) return Optional.empty();
        try {
            var read = frontier.plan(job).map(plan -> JobPlan.of(plan, budget));
            read.ifPresent(plan -> plans.put(job, plan));
            return read;
        } catch (IllegalArgumentException e) {
            unreadable.put(job, true);
            complaints.say(job, new Complaint(Complaint.Kind.PLAN, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
