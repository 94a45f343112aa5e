package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one schedule at one moment.
 *
 * @param written the newest status that is known
 * @param jobs the CrawlJobs that it owns, those included that it has just made
 */
public record ScheduleObservation(
        CrawlSchedule schedule, @Nullable CrawlScheduleStatus written, List<CrawlJob> jobs, Instant now) {

    public ScheduleObservation {
        jobs = List.copyOf(jobs);
    }
}
