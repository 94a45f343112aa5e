package io.crawljob.operator.scale;

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

    public Demand {
        if (waiting < 0 || leased < 0 || dueSoon < 0 || byHosts < 0 || byRates < 0) {
            throw new IllegalArgumentException(
                    "a count is negative: waiting %d, leased %d, dueSoon %d, byHosts %d, byRates %d"
                            .formatted(waiting, leased, dueSoon, byHosts, byRates));
        }
    }

    long work() {
        return waiting + leased + dueSoon;
    }
}
