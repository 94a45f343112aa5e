package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.Gate;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;

/**
 * Keeps what is in hand: extends leases and places every few seconds, on a thread and over a connection of its own, so that neither a busy loop nor a full
 * pipe lets them run out. What Redis says is lost is stopped.
 */
final class LeaseKeeper implements Runnable {

    /** A third of a lease, so that two may fail. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Frontier frontier;
    private final Gate gate;
    private final WorkerSettings settings;
    private final Hand hand;
    private final QueueLink link;
    private final Sleeper sleeper;

    LeaseKeeper(QueuePorts ports, WorkerSettings settings, Hand hand, QueueLink link, Sleeper sleeper) {
        this.frontier = ports.frontier();
        this.gate = ports.gate();
        this.settings = settings;
        this.hand = hand;
        this.link = link;
        this.sleeper = sleeper;
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                sleeper.sleep(EVERY);
                extend();
            }
        } catch (InterruptedException e) {
            // the worker leaves
        }
    }

    void extend() {
        try {
            hand.lose(frontier.extend(settings.queue(), settings.worker(), hand.tokens()));
            var places = hand.places();
            if (!places.isEmpty()) gate.extend(places);
            link.answered();
        } catch (QueueUnavailableException e) {
            link.failed(e);
        }
    }
}
