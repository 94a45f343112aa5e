package io.crawljob.worker.request;

import io.crawljob.queue.Gate;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps this worker's requests to a host apart as they go onto their connections: the gate spaces the starts that it grants, and on a busy machine, or for want
 * of a connection, a request goes out late, and so closer to the next one. Nothing waits longer than the gate's horizon. Thread-safe.
 */
final class Pace {

    private static final int MOST = 4096;
    private static final long HORIZON = Gate.HORIZON.toNanos();

    /** When a host's last request went out, or is to go out; by the nanosecond clock. */
    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();

    /**
     * Returns when this request may go out; at once, and interrupted still, when the thread is interrupted.
     *
     * @param apart zero for no pace
     */
    void await(String lane, Duration apart) {
        if (apart.isZero()) return;
        var at = claim(lane, apart.toNanos(), System.nanoTime());
        for (var left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) return;
            LockSupport.parkNanos(this, left);
        }
    }

    /** The moment that is this request's own. */
    long claim(String lane, long apart, long now) {
        // What is forgotten too early is paced by the gate alone.
        if (last.size() >= MOST) last.values().removeIf(before -> now - before > HORIZON);
        var mine = new AtomicLong(now);
        last.compute(lane, (_, before) -> {
            if (before != null) mine.set(now + Math.clamp(before + apart - now, 0, HORIZON));
            return mine.get();
        });
        return mine.get();
    }
}
