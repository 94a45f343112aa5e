package io.crawljob.operator.scale;

import static io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason.*;

import io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides a queue's size. Pure: the same arguments give the same answer, and time comes in as an argument.
 *
 * <p>Grows at once, because waiting work is what users see. Shrinks only after less has sufficed for the whole stabilisation time, because a worker that has
 * to be started again costs seconds and a JVM's warm-up. While the queue cannot be read it changes nothing: a guess would be worse.
 *
 * @param targetPerWorker items that justify one worker
 * @param concurrency items in flight in one worker
 */
public record ScalePolicy(
        int min, int max, int concurrency, int targetPerWorker, Duration stabilization, Duration staleAfter) {

    public ScalePolicy {
        if (min < 0 || max < min || concurrency < 1 || targetPerWorker < 1) {
            throw new IllegalArgumentException("not a size: min %d, max %d, concurrency %d, targetPerWorker %d"
                    .formatted(min, max, concurrency, targetPerWorker));
        }
    }

    /** @param previous what this method answered last, or {@link Scaling#found} */
    public Scaling decide(Demand demand, Scaling previous, Instant now) {
        if (demand.readAt().plus(staleAfter).isBefore(now)) return previous;
        var wanted = wanted(demand);
        var current = previous.size();
        if (wanted.workers() >= current.workers()) return new Scaling(wanted, null);
        // A lowered `max` is an order, not a guess about demand: it holds at once.
        if (current.workers() > max) return new Scaling(new Size(max, AT_MAX), now);
        // A clock that has been set back must not keep workers until it has caught up.
        var lowSince = previous.low().filter(since -> !since.isAfter(now)).orElse(now);
        return lowSince.plus(stabilization).isAfter(now) ? new Scaling(current, lowSince) : new Scaling(wanted, null);
    }

    private Size wanted(Demand demand) {
        var byWork = Math.ceilDiv(demand.work(), targetPerWorker);
        if (byWork == 0) return new Size(min, min == 0 ? SCALED_TO_ZERO : QUEUE_DEPTH);
        var byHosts = Math.ceilDiv(demand.byHosts(), concurrency);
        var byRates = Math.ceilDiv(demand.byRates(), concurrency);
        // Work that is all blocked still needs the one worker that will notice when it no longer is.
        var useful = Math.max(1, Math.min(byWork, Math.min(byHosts, byRates)));
        if (useful > max) return new Size(max, AT_MAX);
        if (useful < min) return new Size(min, QUEUE_DEPTH);
        return new Size((int) useful, bound(byWork, byHosts, byRates));
    }

    private static SizeReason bound(long byWork, long byHosts, long byRates) {
        if (byWork <= byHosts && byWork <= byRates) return QUEUE_DEPTH;
        return byHosts <= byRates ? HOST_BOUND : RATE_BOUND;
    }
}
