package io.crawljob.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all jobs of a queue together may do: the budget of the queue's own lane, in which each of their requests needs room as well as in its host's.
 *
 * @param version grows with each change
 * @param perMinute requests a minute; null: no limit
 * @param maxConcurrent requests at once; null: no limit
 */
public record QueueLimits(
        long version, @Nullable Integer perMinute, @Nullable Integer maxConcurrent) {

    public static final QueueLimits NONE = new QueueLimits(0, null, null);

    private static final int UNLIMITED = 1_000_000_000;

    public boolean none() {
        return perMinute == null && maxConcurrent == null;
    }

    public static String lane(QueueKey queue) {
        return "queue:" + queue;
    }

    /** Of the queue's lane. */
    public Gate.Budget budget() {
        return new Gate.Budget(
                Duration.ZERO, maxConcurrent == null ? UNLIMITED : maxConcurrent, perMinute, null, version);
    }

    /** @param text {@code version|requests a minute|at once}; empty: none */
    static QueueLimits parse(String text) {
        if (text.isEmpty()) return NONE;
        var parts = text.split("\\|", -1);
        return new QueueLimits(Long.parseLong(parts[0]), number(parts[1]), number(parts[2]));
    }

    private static @Nullable Integer number(String text) {
        return text.isEmpty() ? null : Integer.valueOf(text);
    }
}
