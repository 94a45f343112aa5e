package io.crawljob.operator.job;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;

/** Removes a job's keys. */
final class Purge {

    /** Chunks of one call; a job that has more is gone on with the next time. */
    private static final int MOST_CHUNKS = 10_000;

    private final Jobs jobs;

    Purge(Jobs jobs) {
        this.jobs = jobs;
    }

    /** @return whether nothing is left */
    boolean all(JobKey job) {
        for (var chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            if (jobs.purge(job)) return true;
        }
        return false;
    }
}
