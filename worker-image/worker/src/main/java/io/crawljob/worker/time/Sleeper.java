package io.crawljob.worker.time;

import java.time.Duration;

/** The one way to let time pass. */
@FunctionalInterface
public interface Sleeper {

    /** Really sleeps. */
    Sleeper REAL = Thread::sleep;

    /** Returns at once when {@code time} is not positive. */
    void sleep(Duration time) throws InterruptedException;
}
