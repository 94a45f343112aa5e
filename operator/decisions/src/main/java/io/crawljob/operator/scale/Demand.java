package io.crawljob.operator.scale;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import java.time.Instant;

/**
 * What the jobs of a queue ask for at one moment: the sums of their snapshots. Only jobs that may be leased from count.
 *
 * @param readAt when the numbers were read; an old reading decides nothing
 * @param waiting items that could be leased now
 * @param leased items in workers' hands
 * @param dueSoon delayed items that are due within the time that a worker takes to start
 * @param byHosts items that the hosts' politeness lets be in flight at once
 * @param byRates items that the limits of the queue let be in flight at once; {@link #UNLIMITED} when it has none
 */
public record Demand(Instant readAt, long waiting, long leased, long dueSoon, long byHosts, long byRates) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    /** How long a page is in flight at the most, as it is reckoned with: so many seconds' worth of a rate are. */
    private static final long PAGE_SECONDS = 5;

    public Demand {
        if (waiting < 0 || leased < 0 || dueSoon < 0 || byHosts < 0 || byRates < 0) {
            throw new IllegalArgumentException(
                    "a count is negative: waiting %d, leased %d, dueSoon %d, byHosts %d, byRates %d"
                            .formatted(waiting, leased, dueSoon, byHosts, byRates));
        }
    }

    /** Items in flight that are of use under a queue's limits. */
    public static long byLimits(CrawlQueueSpec.Limits limits) {
        var atOnce = limits.maxConcurrent() == null ? UNLIMITED : limits.maxConcurrent();
        var perMinute = limits.pagesPerMinute();
        return perMinute == null ? atOnce : Math.min(atOnce, Math.ceilDiv(perMinute * PAGE_SECONDS, 60L));
    }

    long work() {
        return waiting + leased + dueSoon;
    }
}
