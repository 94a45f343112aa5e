package io.crawljob.worker.request;

import io.crawljob.queue.Gate.Grant;
import io.crawljob.queue.Gate.Reason;
import io.crawljob.queue.Pace;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request's start, from the gate's word to when it goes onto its connection: looking up a name and connecting take their time, of which a host's pace
 * knows nothing. A start that is missed meanwhile is given up for another one, for which the connection is there. For one request, on its thread.
 */
final class Turn {

    private static final int MOST_MISSED = 3;

    /** @param base from when on its times count, by the nanosecond clock */
    record Word(Grant grant, long base) {}

    /** Whom the gate's word comes from; who has a place keeps it when asking again. */
    interface Porter {
        Word ask() throws InterruptedException;

        /** Whether a start that was given may not be used any more, because of what the host has said since. */
        boolean isClosed() throws InterruptedException;
    }

    private static final Grant.Start NONE = new Grant.Start(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final String lane;
    private final Porter porter;
    private final Pace pace;
    private final Sleeper sleeper;
    private final WorkerMetrics metrics;
    private Grant.Start start = NONE;
    private long base;
    private int missed;
    private Grant.@Nullable Refused refused;
    private @Nullable QueueUnavailableException away;
    private @Nullable Long sent;

    Turn(String lane, Porter porter, Pace pace, Sleeper sleeper, WorkerMetrics metrics) {
        this.lane = lane;
        this.porter = porter;
        this.pace = pace;
        this.sleeper = sleeper;
        this.metrics = metrics;
    }

    /** Waits for a start that is not missed; false when there is none: then {@link #refused} says why. */
    boolean begin() throws InterruptedException {
        while (missed < MOST_MISSED) {
            var word = porter.ask();
            switch (word.grant()) {
                case Grant.Refused no -> {
                    refused = no;
                    return false;
                }
                case Grant.Start given -> {
                    start = given;
                    base = word.base();
                    if (start.in().isPositive()) {
                        sleeper.sleep(start.in());
                        if (porter.isClosed()) continue;
                    }
                    if (isInTime()) return true;
                }
            }
        }
        refused = new Grant.Refused(start.apart(), Reason.DELAY);
        return false;
    }

    /** The connection is there: whether the request may go onto it now, be it after a wait. Asked again for another connection. */
    boolean mayGo() {
        try {
            while (true) {
                pace.await(lane, start.apart());
                if (isInTime()) {
                    sent = System.nanoTime();
                    return true;
                }
                if (!begin()) return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (QueueUnavailableException e) {
            away = e;
        }
        return false;
    }

    private boolean isInTime() {
        var late = Duration.ofNanos(Math.max(0, System.nanoTime() - base)).minus(start.in());
        var inTime = late.compareTo(start.within()) <= 0;
        if (!inTime) missed++;
        metrics.started(late, !inTime);
        return inTime;
    }

    /** Why there was no start, or none for a connection that took too long. Throws what kept the gate from being asked. */
    Optional<Grant.Refused> refused() {
        if (away != null) throw away;
        return Optional.ofNullable(refused);
    }

    /** How long ago the request went out; null when it did not. */
    @Nullable
    Duration sentAgo() {
        var at = sent;
        return at == null ? null : Duration.ofNanos(System.nanoTime() - at);
    }
}
