package io.crawljob.queue;

import java.time.Duration;
import java.util.List;

/**
 * The answer to {@link Frontier#lease}.
 *
 * @param generation of the job's plan: a worker that holds an older one reads it again
 * @param epoch which life of the job's keys this is, and another one after each break of a connection: what was known of an earlier one may be lost
 * @param askAgainIn when it is worth asking this job again; zero if at once
 */
public record Leased(JobState state, long generation, long epoch, List<Lease> leases, Duration askAgainIn) {

    public Leased {
        leases = List.copyOf(leases);
    }
}
