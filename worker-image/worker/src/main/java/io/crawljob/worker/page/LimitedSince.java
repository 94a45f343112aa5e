package io.crawljob.worker.page;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.worker.memory.Memory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Since when lanes and items have had nothing but "later" for an answer, as this worker has seen it. Thread-safe; bounded, and forgotten when the worker
 * ends: then the time begins anew.
 */
final class LimitedSince {

    private static final int MOST = 100_000;

    private final Clock clock;
    private final Duration atMost;
    private final Cache<String, Instant> since =
            Memory.bounded().maximumSize(MOST).build();

    LimitedSince(Clock clock, Duration atMost) {
        this.clock = clock;
        this.atMost = atMost;
    }

    /** True when {@code name} has been limited for longer than is waited for. */
    boolean tooLong(String name) {
        var now = clock.instant();
        var first = since.get(name, unknown -> now);
        return Duration.between(first, now).compareTo(atMost) > 0;
    }

    void over(String name) {
        since.invalidate(name);
    }
}
