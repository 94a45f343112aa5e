package io.crawljob.worker.hand;

import io.crawljob.queue.Gate;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Leased;
import io.crawljob.worker.batch.Batches;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One item in hand, with the places that it holds at the gate. Thread-safe. */
public final class Held {

    /** Where it stands. It only moves on from {@link #WORKING}, and only once. */
    enum Fate {
        WORKING,
        /** Its work is over, and its end is on the way to Redis. */
        SETTLING,
        /** The worker leaves: it goes back uncounted. */
        LEAVING,
        /** The lease is another's now, or the worker was closed: nothing more is done for it. */
        LOST
    }

    private final Lease lease;
    private final long generation;
    private final long epoch;
    private final Thread thread;
    private final Set<Gate.Request> places = ConcurrentHashMap.newKeySet();
    private final Queue<CompletableFuture<?>> givenBack = new ConcurrentLinkedQueue<>();
    private Fate fate = Fate.WORKING;

    /** @param leased the answer that it was leased with */
    Held(Lease lease, Leased leased, Thread thread) {
        this.lease = lease;
        this.generation = leased.generation();
        this.epoch = leased.epoch();
        this.thread = thread;
    }

    public Lease lease() {
        return lease;
    }

    /** Of the plan under which it was leased. */
    public long generation() {
        return generation;
    }

    /** The life of the job's keys in which it was leased. */
    public long epoch() {
        return epoch;
    }

    /** Who holds its places at the gate: unique, because the lease number is; what stands before the first bar is who waits in line there, which is the job. */
    public String member() {
        var token = lease.token();
        return "%s|%x|%d".formatted(token.job(), token.id(), token.number());
    }

    public void holds(Gate.Request place) {
        places.add(place);
    }

    /** Whether it held it. */
    public boolean holdsNoMore(Gate.Request place) {
        return places.remove(place);
    }

    /** A place is on its way back to the gate. The work goes on meanwhile; its end waits for it, so that whoever is leased next finds the place free. */
    public void givesBack(CompletableFuture<?> place) {
        givenBack.add(place);
    }

    /** Returns when the places are back, or could not be brought back. */
    void awaitGivenBack() throws InterruptedException {
        for (var place = givenBack.poll(); place != null; place = givenBack.poll()) {
            Batches.await(place.exceptionally(_ -> null));
        }
    }

    Collection<Gate.Request> places() {
        return Set.copyOf(places);
    }

    /** Its work is over, unless it was stopped before: then what it says of itself no longer counts. */
    synchronized Fate finish() {
        if (fate == Fate.WORKING) fate = Fate.SETTLING;
        return fate;
    }

    /** Ends its work early; an end that is on its way already is not disturbed. */
    synchronized void stop(Fate why) {
        if (fate != Fate.WORKING) return;
        fate = why;
        thread.interrupt();
    }
}
