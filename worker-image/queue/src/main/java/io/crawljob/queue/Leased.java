package io.crawljob.queue;

import java.time.Duration;
import java.util.List;

/**
 * The answer to {@link Frontier#lease}.
 *
 * @param generation of the job's plan: a worker that holds an older one reads it again
 * @param askAgainIn when it is worth asking this job again; zero if at once
 */
public record Leased(JobState state, long generation, List<Lease> leases, Duration askAgainIn) {

    public Leased {
        leases = List.copyOf(leases);
    }
}
