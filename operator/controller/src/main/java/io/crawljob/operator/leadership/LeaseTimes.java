package io.crawljob.operator.leadership;

import java.time.Duration;

/**
 * How long leadership lasts. Another process takes over {@code lease} after the last renewal that it saw, so a leader whose renewals fail stops at
 * {@code renewDeadline}, which is shorter.
 *
 * @param retry between two attempts, of the leader to renew and of the others to take over
 */
public record LeaseTimes(Duration lease, Duration renewDeadline, Duration retry) {

    /** A busy machine keeps its leader, and a dead one is followed within 14 s. */
    public static final LeaseTimes DEFAULT =
            new LeaseTimes(Duration.ofSeconds(12), Duration.ofSeconds(9), Duration.ofSeconds(2));

    public LeaseTimes {
        if (renewDeadline.compareTo(lease) >= 0 || retry.compareTo(renewDeadline) >= 0) {
            throw new IllegalArgumentException(
                    "not retry < renewDeadline < lease: %s, %s, %s".formatted(retry, renewDeadline, lease));
        }
    }
}
