package io.crawljob.worker.job;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import io.crawljob.worker.memory.Memory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a job's status why its pages are left alone: often enough to be seen for as long as it is so, and no oftener. Thread-safe. */
public final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final int MOST = 1_000;
    /** Whoever reads the status hears of one for less than half a minute. */
    static final Duration EVERY = Duration.ofSeconds(9);

    private final Frontier frontier;
    private final Cache<JobKey, Complaint> told =
            Memory.bounded().maximumSize(MOST).expireAfterWrite(EVERY).build();

    public Complaints(Frontier frontier) {
        this.frontier = frontier;
    }

    public void say(JobKey job, Complaint complaint) {
        if (complaint.equals(told.getIfPresent(job))) return;
        frontier.complain(job, complaint);
        told.put(job, complaint);
        LOG.warn("the pages of job {} are left alone: {}", job, complaint.why());
    }
}
