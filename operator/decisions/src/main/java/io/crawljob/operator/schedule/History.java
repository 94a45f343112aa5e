package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import io.crawljob.operator.condition.Conditions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The crawls of a schedule, by how they stand.
 *
 * @param active not over: running, waiting, suspended or limited alike
 */
record History(List<CrawlJob> active, List<CrawlJob> succeeded, List<CrawlJob> failed) {

    static History of(List<CrawlJob> jobs) {
        return new History(
                jobs.stream().filter(job -> !has(job, ConditionType.FINISHED)).toList(),
                jobs.stream().filter(job -> has(job, ConditionType.COMPLETE)).toList(),
                jobs.stream()
                        .filter(job -> has(job, ConditionType.FINISHED) && !has(job, ConditionType.COMPLETE))
                        .toList());
    }

    /** The oldest beyond what the spec keeps. */
    List<CrawlJob> surplus(CrawlScheduleSpec spec) {
        return Stream.concat(
                        oldest(succeeded, spec.successfulJobsHistoryLimit()),
                        oldest(failed, spec.failedJobsHistoryLimit()))
                .toList();
    }

    Optional<Instant> lastSuccess() {
        return succeeded.stream().map(History::end).max(Comparator.naturalOrder());
    }

    /** The latest time until then that a crawl which is still there was made for. What a clock made that was ahead is no reason to wait for that time. */
    Optional<Instant> lastMade(Instant until) {
        return Stream.of(active, succeeded, failed)
                .flatMap(List::stream)
                .flatMap(job -> ScheduledJob.time(job).stream())
                .filter(at -> !at.isAfter(until))
                .max(Comparator.naturalOrder());
    }

    private static Stream<CrawlJob> oldest(List<CrawlJob> jobs, int kept) {
        return jobs.stream()
                .sorted(Comparator.comparing(History::end)
                        .thenComparing(job -> job.getMetadata().getName()))
                .limit(Math.max(0, jobs.size() - kept));
    }

    private static Instant end(CrawlJob job) {
        return Optional.ofNullable(job.getStatus())
                .map(CrawlJobStatus::completionTime)
                .filter(Objects::nonNull)
                .orElse(Instant.EPOCH);
    }

    private static boolean has(CrawlJob job, ConditionType type) {
        return job.getStatus() != null && Conditions.isTrue(job.getStatus().conditions(), type);
    }
}
