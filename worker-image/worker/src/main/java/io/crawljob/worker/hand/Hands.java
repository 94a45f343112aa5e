package io.crawljob.worker.hand;

import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.probe.Health;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases, works, settles, keeps leases alive; and leaves in order. Thread-safe.
 *
 * <p>INVARIANT: after {@link #drain} nothing is in hand that Redis was not told of, unless Redis did not answer.
 */
public final class Hands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    /** For putting back what could not be finished. */
    private static final Duration PUT_BACK = Duration.ofSeconds(4);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final WorkerSettings settings;
    private final QueuePorts ports;
    private final Health health;
    private final Hand hand = new Hand();
    private final Settling settling;
    private final LeaseLoop loop;
    private final Thread leasing;
    private final Thread keeping;

    public Hands(WorkerSettings settings, QueuePorts ports, ItemWork work, Probes probes, QueueShare share) {
        this.settings = settings;
        this.ports = ports;
        this.health = probes.health();
        var link = new QueueLink(health, probes.metrics());
        var crew = new Crew(
                work,
                refill -> new Settling(ports.frontier(), settings, link, Sleeper.REAL, refill),
                hand,
                probes,
                new Crew.Room(settings.concurrency(), share));
        this.settling = crew.settling();
        this.loop = new LeaseLoop(ports.frontier(), settings, health, link, crew);
        this.leasing = Thread.ofVirtual().name("lease").unstarted(loop);
        var keeper = new LeaseKeeper(ports, settings, hand, link, Sleeper.REAL);
        // A platform thread, so that busy virtual ones cannot keep it from running.
        this.keeping = Thread.ofPlatform().daemon().name("extend").unstarted(keeper);
        probes.metrics().watch(hand::size, health::silence);
    }

    /** What is told to the outside: health to the probes, figures to Prometheus. */
    public record Probes(Health health, WorkerMetrics metrics) {}

    public void start() {
        keeping.start();
        leasing.start();
    }

    public int inHand() {
        return hand.size();
    }

    /**
     * Leases no more, waits for what is in hand, puts back uncounted what is not done in time, and says good-bye. Returns how many were put back.
     *
     * @param grace how long what is in hand may go on; a few seconds for putting the rest back come on top
     */
    public int drain(Duration grace) throws InterruptedException {
        health.leaving();
        loop.stop();
        leasing.join();
        awaitEmpty(grace);
        var left = hand.size();
        hand.stopAll(Held.Fate.LEAVING);
        awaitEmpty(PUT_BACK);
        leave();
        LOG.info("drained: {} in hand were put back", left);
        return left;
    }

    private void leave() {
        try {
            ports.frontier().leave(settings.queue(), settings.worker());
        } catch (QueueUnavailableException e) {
            LOG.warn("Redis was not told that this worker leaves; it will see so by itself: {}", e.getMessage());
        }
    }

    private void awaitEmpty(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (hand.size() > 0 && System.nanoTime() < deadline) {
            Sleeper.REAL.sleep(LOOK);
        }
    }

    /** Stops at once and tells Redis nothing: what is in hand is leased again by others when its leases run out. */
    @Override
    public void close() {
        health.leaving();
        loop.stop();
        leasing.interrupt();
        keeping.interrupt();
        hand.stopAll(Held.Fate.LOST);
        settling.close();
    }
}
