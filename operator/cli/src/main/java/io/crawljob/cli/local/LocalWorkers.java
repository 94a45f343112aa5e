package io.crawljob.cli.local;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.crawljob.worker.Worker;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.settings.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue's workers, in this process. Their names are the same in every process of a run, so that the next one knows whose hands were full at a kill.
 *
 * <p>Not thread-safe.
 */
final class LocalWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkers.class);
    /** Less than a person waits before the second Ctrl-C; what is cut off is fetched again next time. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Workers that fit into one process; more would only share the same cores. */
    static final int MOST = 100;

    private final QueueKey queue;
    private final WorkerSettings.Secrets secrets;
    private final RedisSettings redis;
    private final CrawlQueueSpec spec;
    private final Worker.Parts parts;
    private final TreeMap<Integer, Worker> working = new TreeMap<>();
    private final ConcurrentSkipListSet<Integer> leaving = new ConcurrentSkipListSet<>();

    /** The queue that they work for, and the Secrets that it offers. */
    record Whose(QueueKey queue, WorkerSettings.Secrets secrets) {}

    LocalWorkers(Whose whose, RedisSettings redis, CrawlQueueSpec spec, Worker.Parts parts) {
        this.queue = whose.queue();
        this.secrets = whose.secrets();
        this.redis = redis;
        this.spec = spec;
        this.parts = parts;
    }

    static Worker.Parts parts(RedisQueue queue, Fetcher fetcher, @Nullable Browser browser, Clock clock) {
        return new Worker.Parts(QueuePorts.of(queue), fetcher, browser, new SimpleMeterRegistry(), clock);
    }

    /** What workers of an earlier process held, which was killed, is leased again at once. The folder's lock says that it is dead. */
    void takeOver(Jobs jobs) {
        try {
            for (var number = 1; number <= MOST; number++) {
                jobs.reap(queue, name(number));
            }
        } catch (QueueUnavailableException e) {
            LOG.warn("what an earlier process held comes back when its leases run out: {}", e.getMessage());
        }
    }

    int size() {
        return working.size();
    }

    void resize(int size) {
        for (var number = 1; working.size() < Math.min(size, MOST); number++) {
            if (working.containsKey(number) || leaving.contains(number)) continue;
            working.put(number, start(number));
        }
        while (working.size() > size) {
            var last = working.pollLastEntry();
            leaving.add(last.getKey());
            Thread.ofVirtual().name("leaving").start(() -> {
                leave(last.getValue());
                leaving.remove(last.getKey());
            });
        }
    }

    /** All of them at once; what they cannot finish in a few seconds goes back to the queue. */
    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Worker> all = new ArrayList<>(working.values());
            working.clear();
            all.forEach(worker -> threads.execute(() -> leave(worker)));
        }
    }

    private Worker start(int number) {
        var batch = spec.batch();
        var settings = WorkerSettings.of(redis, queue, name(number))
                .withConcurrency(spec.workers().concurrency())
                .withBatch(new WorkerSettings.Batch(batch.size(), Duration.ofMillis(batch.maxWaitMillis())));
        var worker = new Worker(settings.withReach(new WorkerSettings.Reach(secrets)), parts);
        worker.start();
        return worker;
    }

    private static String name(int number) {
        return "local-" + number;
    }

    private static void leave(Worker worker) {
        try (worker) {
            worker.drain(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("a worker did not leave in order; what it held is leased again: {}", e.getMessage());
        }
    }
}
