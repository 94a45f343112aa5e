package io.crawljob.operator.leadership;

import io.crawljob.operator.cluster.Refusals;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's part in the election. It begins to lead at most once: after a loss the process is to end, since whatever it still has under way was decided
 * as a leader.
 *
 * <p>A lease's age is measured by this process's own monotonic clock from the moment it saw the lease change, so clocks that differ do no harm. The identity
 * is fresh for each start: a container that restarts under its old name does not take itself for the leader.
 */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** What a leader does. Each is called at most once, on a thread of its own. */
    public interface Term {
        void begin();

        /** The deadline has passed, or another one leads: stop at once. Not called after {@link Leadership#close}. */
        void lost();
    }

    private enum Phase {
        CANDIDATE,
        LEADER,
        OVER
    }

    private final LeaseRecord record;
    private final LeaseTimes times;
    private final Term term;
    private final String identity;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CANDIDATE);
    private final Thread elector;
    private final Thread watchdog;
    private volatile long renewedAt;
    private long seenAt;
    private @Nullable Lease seen;

    private Leadership(LeaseRecord record, LeaseTimes times, String podName, Term term) {
        this.record = record;
        this.times = times;
        this.term = term;
        this.identity = podName + "-" + UUID.randomUUID();
        // Threads of the platform: what holds the carriers of the virtual ones, such as a slow resolver, must not cost
        // the lease.
        this.elector = Thread.ofPlatform().daemon().name("leadership").unstarted(this::run);
        // A thread of its own: a renewal that hangs in the network must not delay the end.
        this.watchdog = Thread.ofPlatform().daemon().name("leadership-watchdog").unstarted(this::watch);
    }

    public static Leadership seek(
            KubernetesClient client, String namespace, String podName, LeaseTimes times, Term term) {
        var record = new LeaseRecord(client, namespace, "crawljob-operator", Clock.systemUTC());
        var leadership = new Leadership(record, times, podName, term);
        leadership.elector.start();
        leadership.watchdog.start();
        return leadership;
    }

    public boolean leads() {
        return phase.get() == Phase.LEADER;
    }

    public String identity() {
        return identity;
    }

    private void run() {
        while (phase.get() != Phase.OVER) {
            try {
                attempt();
            } catch (RuntimeException e) {
                // Whatever it is: the loop goes on, and the watchdog ends the term in time.
                LOG.warn("the lease could not be read or renewed: {}", Refusals.message(e));
            }
            if (waitFor(times.retry())) return;
        }
    }

    private void attempt() {
        var started = System.nanoTime();
        var lease = record.read();
        if (lease == null) {
            held(record.create(identity, times.lease()), started);
            return;
        }
        observe(lease, started);
        var mine = identity.equals(LeaseRecord.holder(lease));
        if (!mine && phase.get() == Phase.LEADER) {
            lose("another one holds the lease: " + LeaseRecord.holder(lease));
        } else if (mine || isFree(lease, started)) {
            held(record.hold(lease, identity, times.lease()), started);
        }
    }

    private void observe(Lease lease, long now) {
        var version = lease.getMetadata().getResourceVersion();
        if (seen == null || !version.equals(seen.getMetadata().getResourceVersion())) {
            seenAt = now;
        }
        seen = lease;
    }

    private boolean isFree(Lease lease, long now) {
        var age = Duration.ofNanos(now - seenAt);
        return LeaseRecord.holder(lease).isEmpty() || age.compareTo(LeaseRecord.duration(lease, times.lease())) > 0;
    }

    /** @param started when the renewal was sent: the time on which the others count is not later than that */
    private void held(Lease lease, long started) {
        seen = lease;
        seenAt = started;
        renewedAt = started;
        if (phase.compareAndSet(Phase.CANDIDATE, Phase.LEADER)) {
            LOG.info("leading as {}", identity);
            Thread.ofVirtual().name("leadership-term").start(term::begin);
        }
    }

    private void watch() {
        while (phase.get() != Phase.OVER) {
            var age = Duration.ofNanos(System.nanoTime() - renewedAt);
            if (leads() && age.compareTo(times.renewDeadline()) > 0) {
                lose("it could not be renewed for %s".formatted(times.renewDeadline()));
            }
            if (waitFor(times.retry().dividedBy(4))) return;
        }
    }

    private void lose(String why) {
        if (phase.compareAndSet(Phase.LEADER, Phase.OVER)) {
            LOG.error("the lease is lost: {}", why);
            Thread.ofVirtual().name("leadership-lost").start(term::lost);
        }
    }

    /** @return whether this is closing */
    private boolean waitFor(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Gives the lease back, when this process holds it: the next one takes over with its next attempt. */
    @Override
    public void close() {
        closing.countDown();
        phase.set(Phase.OVER);
        try {
            elector.join(times.renewDeadline());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            // Also when it never came to lead: an attempt that was under way may have taken the lease.
            var lease = record.read();
            if (lease != null && identity.equals(LeaseRecord.holder(lease))) record.release(lease);
        } catch (RuntimeException e) {
            LOG.warn("the lease was not given back, so the next leader waits for its end: {}", Refusals.message(e));
        }
    }
}
