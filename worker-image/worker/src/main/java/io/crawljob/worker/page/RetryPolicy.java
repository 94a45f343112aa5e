package io.crawljob.worker.page;

import io.crawljob.queue.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When an item is tried again. */
final class RetryPolicy {

    private final RandomGenerator random;

    RetryPolicy(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Empty when the tries are used up.
     *
     * @param triesBefore that counted, before the one that has just failed
     */
    Optional<Duration> delay(Plan.Retry retry, int triesBefore) {
        if (triesBefore >= retry.limit()) return Optional.empty();
        var delays = retry.delaysSeconds();
        if (delays != null && !delays.isEmpty()) {
            return Optional.of(Duration.ofSeconds(delays.get(Math.min(triesBefore, delays.size() - 1))));
        }
        var most = Math.min(retry.maxSeconds(), retry.initialSeconds() * Math.pow(retry.factor(), triesBefore));
        // Full jitter: anything from nothing to the whole, so that what failed together does not come back together.
        return Optional.of(Duration.ofMillis((long) (random.nextDouble() * most * 1_000)));
    }
}
