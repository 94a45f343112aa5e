package io.crawljob.worker.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double from one failure to the next, with jitter so that workers do not come back together. For one thread. */
public final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(3);

    private final Sleeper sleeper;
    private Duration next = FIRST;

    public BackOff(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** After a failure. */
    public void pause() throws InterruptedException {
        var half = next.toMillis() / 2;
        sleeper.sleep(Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1)));
        next = next.multipliedBy(2);
        if (next.compareTo(MOST) > 0) next = MOST;
    }

    /** After a success. */
    public void reset() {
        next = FIRST;
    }
}
