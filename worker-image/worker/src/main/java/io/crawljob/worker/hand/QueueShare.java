package io.crawljob.worker.hand;

import io.crawljob.queue.Gate;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * What the queue's limits leave this worker: the lane that its requests need room in besides their host's, and how many items are worth leasing. What is
 * leased in vain is put back, which costs Redis twice. Thread-safe.
 */
public final class QueueShare {

    private final QueueKey queue;
    private volatile QueueLimits limits = QueueLimits.NONE;
    private volatile long heldUntil = System.nanoTime();

    public QueueShare(QueueKey queue) {
        this.queue = queue;
    }

    /** As the queue tells them with each pick. */
    void limits(QueueLimits now) {
        // A limit that was lifted must not hold on.
        if (!now.equals(limits)) heldUntil = System.nanoTime();
        limits = now;
    }

    /** Empty while the queue has no limits. */
    public Optional<Gate.Pool> pool() {
        var now = limits;
        return now.none() ? Optional.empty() : Optional.of(new Gate.Pool(QueueLimits.lane(queue), now.budget()));
    }

    /** The queue's lane had no room: until then nothing more is worth leasing. */
    public void refused(Duration askAgainIn) {
        heldUntil = System.nanoTime() + askAgainIn.toNanos();
    }

    /** How long nothing is worth leasing; zero when something is. */
    Duration held() {
        var left = heldUntil - System.nanoTime();
        return limits.none() || left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /**
     * How many items are worth leasing at once.
     *
     * @param inHand by this worker
     */
    int most(int inHand) {
        var now = limits;
        if (now.none()) return Integer.MAX_VALUE;
        if (held().isPositive()) return 0;
        var atOnce = now.maxConcurrent() == null ? Integer.MAX_VALUE : now.maxConcurrent() - inHand;
        return Math.max(0, Math.min(atOnce, byRate(now)));
    }

    /** As many as may start within the gate's horizon. */
    private static int byRate(QueueLimits limits) {
        var perMinute = limits.perMinute();
        if (perMinute == null) return Integer.MAX_VALUE;
        return (int) Math.max(
                1, perMinute * Gate.HORIZON.toMillis() / Duration.ofMinutes(1).toMillis());
    }
}
