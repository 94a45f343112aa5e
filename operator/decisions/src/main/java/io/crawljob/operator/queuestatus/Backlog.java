package io.crawljob.operator.queuestatus;

import io.crawljob.queue.Snapshot;
import java.util.List;

/**
 * What the jobs of a queue hold together.
 *
 * @param running jobs that may lease
 * @param waitingJobs those that wait for their turn
 * @param pagesPerMinute of all jobs
 */
public record Backlog(List<Snapshot> jobs, int running, int waitingJobs, long pagesPerMinute) {

    public Backlog {
        jobs = List.copyOf(jobs);
    }
}
