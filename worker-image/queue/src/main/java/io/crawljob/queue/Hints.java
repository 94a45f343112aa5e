package io.crawljob.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has learnt about when jobs are worth asking, on its way to their queues' shared sets: it goes along with the next pick, or by itself a
 * moment later. A hint that is lost costs time only: jobs are asked again anyway.
 */
final class Hints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final long MOMENT_MILLIS = 20;

    private final Keys keys;
    private final RedisLink link;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("queue-hints").factory());

    /** Guards {@code waiting} and {@code scheduled}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Held from taking hints to the server's answer: a pick must not overtake hints on their way, or it sleeps although its own process knows of work. */
    private final ReentrantLock underway = new ReentrantLock();

    private final Map<QueueKey, Map<JobKey, Hint>> waiting = new HashMap<>();
    private boolean scheduled;

    /**
     * @param change orders hints of one job
     * @param wakeMillis by Redis's clock
     * @param served items leased, for the job's virtual time
     */
    record Hint(long change, long wakeMillis, long served) {
        Hint and(Hint other) {
            var newer = other.change >= change ? other : this;
            return new Hint(newer.change, newer.wakeMillis, served + other.served);
        }
    }

    Hints(Keys keys, RedisLink link) {
        this.keys = keys;
        this.link = link;
    }

    /** Reads queue, change number and wake at the reply's positions 1 to 3; a wake of 0 is no news. */
    void tell(JobKey job, Reply reply, int served) {
        if (reply.number(3) == 0 && served == 0) return;
        var queue = new QueueKey(job.namespace(), reply.text(1));
        lock.lock();
        try {
            waiting.computeIfAbsent(queue, q -> new HashMap<>())
                    .merge(job, new Hint(reply.number(2), reply.number(3), served), Hint::and);
            if (!scheduled) {
                scheduled = true;
                var _ = later.schedule(this::sendAll, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits for a queue, as arguments of the pick script; it is not sent again. Those taken before have arrived. */
    List<String> take(QueueKey queue) {
        underway.lock();
        try {
            return takeWaiting(queue);
        } finally {
            underway.unlock();
        }
    }

    private List<String> takeWaiting(QueueKey queue) {
        lock.lock();
        try {
            var arguments = new ArrayList<String>();
            var hints = waiting.remove(queue);
            if (hints != null) {
                hints.forEach((job, hint) -> arguments.addAll(List.of(
                        job.toString(),
                        Long.toString(hint.change()),
                        Long.toString(hint.wakeMillis()),
                        Long.toString(hint.served()))));
            }
            return arguments;
        } finally {
            lock.unlock();
        }
    }

    private void sendAll() {
        List<QueueKey> queues;
        lock.lock();
        try {
            scheduled = false;
            queues = List.copyOf(waiting.keySet());
        } finally {
            lock.unlock();
        }
        for (var queue : queues) send(queue);
    }

    private void send(QueueKey queue) {
        underway.lock();
        try {
            var hints = takeWaiting(queue);
            if (!hints.isEmpty())
                link.call(Call.on(keys.queue(queue), Script.PICK, "", 0, 0).with(hints));
        } catch (QueueUnavailableException | QueueFullException e) {
            LOG.debug("lost hints for queue {}: {}", queue, e.getMessage());
        } finally {
            underway.unlock();
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        sendAll();
    }
}
