package io.crawljob.worker.hand;

import io.crawljob.queue.JobKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The only job that is worth asking, for a while: its settlements lease the next of it in the same call, and nobody picks among jobs meanwhile. Thread-safe.
 */
final class LoneJob {

    /** Another job waits no longer than this for being seen. */
    private static final long LONGEST = Duration.ofMillis(500).toNanos();

    private volatile While now = new While(null, System.nanoTime());

    /** @param job that was alone last, or null */
    private record While(@Nullable JobKey job, long until) {
        long left() {
            return job == null ? 0 : Math.max(0, until - System.nanoTime());
        }
    }

    /** @param atMost until another, or more of this one, may be worth asking */
    synchronized void is(JobKey job, Duration atMost) {
        now = new While(job, System.nanoTime() + Math.min(LONGEST, atMost.toNanos()));
    }

    /** Nobody was worth asking: so the last one is alone for longer. */
    synchronized void still(Duration atMost) {
        var job = now.job();
        if (job != null) is(job, atMost);
    }

    synchronized void ends() {
        now = new While(null, System.nanoTime());
    }

    /** @return whether it ends sooner by that */
    synchronized boolean endsWithin(Duration atMost) {
        if (atMost.toNanos() >= now.left()) return false;
        now = new While(now.job(), System.nanoTime() + atMost.toNanos());
        return true;
    }

    boolean is(JobKey job) {
        var present = now;
        return job.equals(present.job()) && present.left() > 0;
    }

    /** Zero when no job is alone. */
    Duration left() {
        return Duration.ofNanos(now.left());
    }
}
