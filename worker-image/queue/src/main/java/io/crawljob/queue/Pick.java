package io.crawljob.queue;

import java.time.Duration;
import java.util.List;

/**
 * The answer to {@link Frontier#pick}.
 *
 * @param jobs worth asking now, in the order of their virtual time
 * @param askAgainIn when to pick again if none of them has anything; a hint may shorten it
 * @param limits of the queue, as they are now
 */
public record Pick(List<JobKey> jobs, Duration askAgainIn, QueueLimits limits) {

    public Pick {
        jobs = List.copyOf(jobs);
    }
}
