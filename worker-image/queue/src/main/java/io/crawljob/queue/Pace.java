package io.crawljob.queue;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps one worker's requests to a host apart as they go onto their connections: the gate spaces the starts that it grants, and on a busy machine, or for want
 * of a connection, a request goes out late, and so closer to the next one. Nothing waits longer than the gate's horizon. Thread-safe.
 */
public final class Pace {

    private static final int MOST = 4096;
    private static final long HORIZON = Gate.HORIZON.toNanos();

    /** When a host's last request went out, by the nanosecond clock. */
    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();

    /**
     * Returns when this request may go out; at once, and interrupted still, when the thread is interrupted.
     *
     * @param apart as {@link Gate.Grant.Start} says; zero for no pace
     */
    public void await(String lane, Duration apart) {
        if (apart.isZero()) return;
        var begun = System.nanoTime();
        while (true) {
            var now = System.nanoTime();
            var left = Math.min(turn(lane, apart.toNanos(), now), HORIZON - (now - begun));
            if (left <= 0 || Thread.currentThread().isInterrupted()) return;
            LockSupport.parkNanos(this, left);
        }
    }

    /** Nanoseconds to wait until asking again; zero, and the turn is taken, when the last request is long enough ago. */
    long turn(String lane, long apart, long now) {
        // What is forgotten too early is paced by the gate alone.
        if (last.size() >= MOST) last.values().removeIf(before -> now - before > HORIZON);
        var left = new AtomicLong();
        last.compute(lane, (_, before) -> {
            if (before == null || now - before >= apart) return now;
            left.set(apart - (now - before));
            return before;
        });
        return left.get();
    }
}
