package io.crawljob.worker.hand;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Leased;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.Verdict;
import io.crawljob.worker.probe.WorkerMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work: one virtual thread an item, as many as there are slots. Each ends its item, whatever the work throws, so that a page that breaks
 * the code is a failure of that page alone.
 */
final class Crew implements Settling.Refill {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    /** Items in hand for each slot. */
    private static final int UNSETTLED = 4;

    private static final Duration FULL_PAUSE = Duration.ofSeconds(5);
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(1);

    private final ItemWork work;
    private final Settling settling;
    private final Hand hand;
    private final WorkerMetrics metrics;
    private final QueueShare share;
    private final Semaphore slots;
    private final int most;
    private final Signal wake = new Signal();
    private final LoneJob lone = new LoneJob();

    /** Whether a slot is waited for. */
    private volatile boolean wanted;

    private volatile boolean stopped;

    /** @param concurrency items in flight */
    record Room(int concurrency, QueueShare share) {}

    /** @param settling made for who is to be told what is leased along with a settlement */
    Crew(ItemWork work, Function<Settling.Refill, Settling> settling, Hand hand, Hands.Probes probes, Room room) {
        this.work = work;
        this.hand = hand;
        this.metrics = probes.metrics();
        this.share = room.share();
        this.slots = new Semaphore(room.concurrency());
        this.most = UNSETTLED * room.concurrency();
        this.settling = settling.apply(this);
    }

    Settling settling() {
        return settling;
    }

    /**
     * Slots, which {@link #start} uses up and {@link #giveBack} returns; none while too much waits to be settled, and none while one job has them all to
     * itself: then its settlements lease the next of it in the same call.
     */
    int takeSlots() {
        if (lone.left().isPositive()) return 0;
        // Before it looks, so that a slot that comes free meanwhile is told.
        wanted = true;
        var taken = hand.size() >= most ? 0 : drain();
        wanted = taken == 0;
        return taken;
    }

    /** What one call may lease, and the queue's limits leave to do. */
    private int drain() {
        var worth = Math.min(share.most(hand.size()), Frontier.MAX_LINKS);
        if (worth == 0) return 0;
        var free = slots.drainPermits();
        if (free > worth) slots.release(free - worth);
        return Math.min(free, worth);
    }

    /** The job that has the slots to itself, while there is one. */
    LoneJob lone() {
        return lone;
    }

    boolean idle() {
        return hand.size() == 0;
    }

    /** Takes nothing along any more. */
    void stop() {
        stopped = true;
    }

    @Override
    public int slots(JobKey job) {
        if (stopped || !lone.is(job) || hand.size() >= most) return 0;
        return drain();
    }

    @Override
    public void start(Leased leased, int free) {
        for (var lease : leased.leases()) start(lease, leased);
        var unused = free - leased.leases().size();
        if (unused == 0) return;
        slots.release(unused);
        // It has no more until it is settled again, or until it said.
        if (lone.endsWithin(leased.askAgainIn())) wake.raise();
    }

    @Override
    public void settled() {
        if (lone.left().isZero()) wake.raise();
    }

    /** What the queue allows, as it has just said. */
    void limits(QueueLimits limits) {
        share.limits(limits);
    }

    /** How many of so many free slots are worth filling. */
    int worth(int free) {
        return Math.min(free, share.most(hand.size()));
    }

    void giveBack(int unused) {
        slots.release(unused);
    }

    /** Raised when a slot that was waited for is free, or something was settled, so that more may be leasable. */
    Signal wake() {
        return wake;
    }

    /** Uses up one slot of {@link #takeSlots}. */
    void start(Lease lease, Leased leased) {
        // The thread needs the item, and the item its thread.
        var box = new Held[1];
        var thread = Thread.ofVirtual().name("item-" + lease.token().number()).unstarted(() -> run(box[0]));
        box[0] = new Held(lease, leased, thread);
        hand.take(box[0]);
        thread.start();
    }

    private void run(Held item) {
        try {
            end(item, workOn(item));
        } finally {
            hand.drop(item);
            if (wanted) wake.raise();
        }
    }

    private void end(Held item, Result result) {
        switch (item.finish()) {
            case WORKING -> throw new IllegalStateException("an item that is finished and still worked on");
            case SETTLING -> settle(item, result);
            case LEAVING -> settle(item, Result.of(new Outcome.PutBack(Duration.ZERO)));
            case LOST ->
                LOG.debug("item {} was lost to another worker", item.lease().token());
        }
    }

    /** The slot is free again before the end is settled: what waits for that is bounded by {@link #UNSETTLED} times the slots. */
    private Result workOn(Held item) {
        try {
            return work.work(item);
        } catch (InterruptedException e) {
            // Its fate says why, and decides.
            return Result.of(new Outcome.PutBack(Duration.ZERO));
        } catch (QueueFullException e) {
            return Result.of(new Outcome.PutBack(FULL_PAUSE));
        } catch (QueueUnavailableException | CancellationException e) {
            return Result.of(new Outcome.PutBack(AWAY_PAUSE));
        } catch (Throwable e) {
            // OutOfMemoryError and StackOverflowError too: what this page needed is garbage by now.
            LOG.warn(
                    "a page broke the worker's code; it alone fails: {}",
                    item.lease().payload(),
                    e);
            return Result.of(new Outcome.Dead(
                    FailureClass.INTERNAL.word(), "an error of the worker, please report it: " + e, true));
        } finally {
            slots.release();
            if (wanted) wake.raise();
        }
    }

    private void settle(Held item, Result result) {
        // A stop that came while the work was ending may have left its interrupt behind.
        Thread.interrupted();
        try {
            item.awaitGivenBack();
            var verdict = settling.settle(item, result);
            count(result.outcome(), verdict);
        } catch (InterruptedException | CancellationException e) {
            LOG.debug(
                    "item {} was not settled: the worker was closed",
                    item.lease().token());
        }
    }

    private void count(Outcome outcome, Verdict verdict) {
        metrics.settled(outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT), verdict);
        switch (outcome) {
            case Outcome.Retry retry -> metrics.failed(retry.failureClass());
            case Outcome.Dead dead -> metrics.failed(dead.failureClass());
            case Outcome.Fetched fetched -> metrics.received(fetched.bytes());
            case Outcome.Redirected _, Outcome.PutBack _, Outcome.Excluded _ -> {}
        }
    }
}
