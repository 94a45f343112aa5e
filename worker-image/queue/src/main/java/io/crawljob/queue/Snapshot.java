package io.crawljob.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One job at one moment, as counted by Redis. {@code discovered = waiting + delayed + leased + done + failed + excluded}.
 *
 * @param readAt by Redis's clock
 * @param epoch one life of the job's keys; another one than before means that Redis lost them
 * @param dueSoon delayed items due within the next 30 seconds
 * @param admissible items that the lanes with work would let be in flight at once
 * @param hosts what holds the job back most, at most ten
 * @param failures dead letters by class, at most ten
 * @param retried failures that were tried again, by class, at most ten
 * @param exclusions items that became excluded, by rule, at most ten
 * @param skips links that never became items, by rule, at most ten; not part of the sum
 * @param allowance what the job may hold, as its queue last said
 * @param complaint why a worker could not do its pages lately; null when none has said so
 * @param storeFull leasing stands still because the result store is full
 */
public record Snapshot(
        JobKey job,
        Instant readAt,
        JobState state,
        String epoch,
        long generation,
        int run,
        boolean seeded,
        long discovered,
        long waiting,
        long delayed,
        long leased,
        long done,
        long failed,
        long excluded,
        long retries,
        long skippedLinks,
        long bytes,
        long dueSoon,
        long admissible,
        long records,
        long recordBytes,
        boolean storeFull,
        @Nullable Instant nextDue,
        List<HeldHost> hosts,
        List<Tally> failures,
        List<Tally> retried,
        List<Tally> exclusions,
        List<Tally> skips,
        Allowance allowance,
        @Nullable Complaint complaint) {

    public Snapshot {
        hosts = List.copyOf(hosts);
        failures = List.copyOf(failures);
        retried = List.copyOf(retried);
        exclusions = List.copyOf(exclusions);
        skips = List.copyOf(skips);
    }

    /**
     * @param delayed how many of its pages wait for another try; an estimate when those of several hosts do
     * @param nextTime when the host may be asked next; null if at once
     * @param reason one of Delay, Concurrency, Rate, Blocked, RateLimited, Unreachable
     */
    public record HeldHost(
            String host,
            long waiting,
            long delayed,
            @Nullable Instant nextTime,
            String reason) {

        /** The gate's reason as it is written here. */
        static String reason(Gate.Reason reason) {
            return switch (reason) {
                case DELAY -> "Delay";
                case CONCURRENCY -> "Concurrency";
                case RATE -> "Rate";
                case BLOCKED -> "Blocked";
                case RATE_LIMITED -> "RateLimited";
                case UNREACHABLE -> "Unreachable";
            };
        }
    }

    /** @param name a failure class or an exclusion rule */
    public record Tally(String name, long count, String sampleUrl, String message) {}
}
