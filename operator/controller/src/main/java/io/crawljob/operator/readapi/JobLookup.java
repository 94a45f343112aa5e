package io.crawljob.operator.readapi;

import io.crawljob.queue.JobKey;
import java.util.Optional;

/** Finds the job that a name stands for now. */
public interface JobLookup {

    /** Empty when there is no such CrawlJob. */
    Optional<JobKey> find(String namespace, String name);
}
