package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.Pick;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.probe.Health;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.BackOff;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills free slots with leased items, as long as it is not stopped. One thread. */
final class LeaseLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseLoop.class);

    /** Jobs asked in one round. */
    private static final int JOBS = 16;
    /** So that an idle worker asks every other second, and a job that is new is seen as soon. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** While there is no slot to fill. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private static final Duration LEAST_WAIT = Duration.ofMillis(5);

    private final Frontier frontier;
    private final WorkerSettings settings;
    private final Health health;
    private final QueueLink link;
    private final Crew crew;
    private final BackOff backOff;
    private volatile boolean stopped;

    LeaseLoop(Frontier frontier, WorkerSettings settings, Health health, QueueLink link, Crew crew) {
        this.frontier = frontier;
        this.settings = settings;
        this.health = health;
        this.link = link;
        this.crew = crew;
        this.backOff = new BackOff(Sleeper.REAL);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                health.loopTurned();
                turn();
            }
        } catch (InterruptedException e) {
            // close() ends it so
        }
    }

    /** Ends after the present turn; what that turn has leased is in hand. */
    void stop() {
        stopped = true;
        crew.stop();
        crew.wake().raise();
    }

    private void turn() throws InterruptedException {
        var free = crew.takeSlots();
        if (free == 0) {
            crew.wake().await(crew.lone().left().isPositive() ? crew.lone().left() : LOOK_AGAIN);
            return;
        }
        try {
            var wait = round(free);
            link.answered();
            backOff.reset();
            if (wait.isPositive()) crew.wake().await(wait);
        } catch (QueueUnavailableException | QueueFullException e) {
            link.failed(e);
            backOff.pause();
        } catch (RuntimeException e) {
            LOG.error("leasing failed in a way that it should not; it goes on", e);
            backOff.pause();
        }
    }

    /** Uses or gives back the free slots. How long nothing is worth asking; zero when something was leased. */
    private Duration round(int free) {
        var unused = free;
        try {
            var pick = frontier.pick(settings.queue(), settings.worker(), JOBS);
            crew.limits(pick.limits());
            var left = crew.worth(free);
            var wait = pick.askAgainIn();
            for (var job : pick.jobs()) {
                if (left == 0 || stopped) break;
                var leased = frontier.lease(job, settings.worker(), left);
                for (var lease : leased.leases()) {
                    crew.start(lease, leased);
                    unused--;
                    left--;
                }
                wait = shorter(wait, leased.askAgainIn());
            }
            // With free slots left, all of these have been asked, and said when it is worth asking them again.
            var more = left == 0 || pick.jobs().size() == JOBS;
            leave(pick, left == 0 ? pick.askAgainIn() : wait);
            if (more && unused < free) return Duration.ZERO;
            return wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : shorter(wait, IDLE);
        } finally {
            crew.giveBack(unused);
        }
    }

    /** Who is the only one to have something does not have to be picked again for a while. */
    private void leave(Pick pick, Duration wait) {
        if (pick.jobs().size() == 1 && !crew.idle()) crew.lone().is(pick.jobs().getFirst(), wait);
        else if (pick.jobs().isEmpty() && !crew.idle()) crew.lone().still(wait);
        else crew.lone().ends();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
