package io.crawljob.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A person's wish to stop, from Ctrl-C or SIGTERM; and the word back that everything is put away. Thread-safe. */
public final class Stop {

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile boolean heard;

    /** From now on somebody looks at the wish, and it is worth waiting for the end. */
    public void listen() {
        heard = true;
    }

    public boolean isHeard() {
        return heard;
    }

    public void wish() {
        wished.countDown();
    }

    public boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits, and says whether it is wished. */
    public boolean isWishedWithin(Duration time) throws InterruptedException {
        return wished.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** All is put away: the process may end. */
    public void ended() {
        ended.countDown();
    }

    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** False when it takes longer. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
