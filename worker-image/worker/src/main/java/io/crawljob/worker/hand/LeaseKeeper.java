package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.Gate;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.Sleeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is in hand: extends leases and places every few seconds, on a thread of its own (the queue sends these over a connection of
 * their own), so that neither a busy loop nor a full pipe lets them run out. What Redis says is lost is stopped.
 */
final class LeaseKeeper implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

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
                sleeper.sleep(settings.extendEvery());
                extend();
            }
        } catch (InterruptedException e) {
            // the worker leaves
        }
    }

    void extend() {
        try {
            var tokens = hand.tokens();
            var places = hand.places();
            hand.lose(frontier.extend(settings.queue(), settings.worker(), tokens));
            if (!places.isEmpty()) gate.extend(places);
            // With nothing in hand Redis was not asked, and so has not answered.
            if (!tokens.isEmpty() || !places.isEmpty()) link.answered();
        } catch (QueueUnavailableException e) {
            link.failed(e);
        } catch (RuntimeException e) {
            LOG.error("extending leases failed in a way that it should not; it goes on", e);
        }
    }
}
