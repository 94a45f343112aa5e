package io.crawljob.worker.settings;

import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.RedisSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One worker process.
 *
 * @param worker unique among the workers of the queue: in a pod, the pod's name
 * @param concurrency items in flight
 * @param httpPort of {@code /healthz}, {@code /readyz} and {@code /metrics}; 0 for any free one
 * @param drain how long what is in hand may go on after SIGTERM before it is put back
 * @param batch how settlements are grouped
 * @param extendEvery how often leases are extended: at most a third of a lease, so that two extensions may fail
 * @param limitedFor a lane that stays limited (429, 503) for longer turns its items into dead letters
 * @param browser null where pages are not rendered
 */
public record WorkerSettings(
        RedisSettings redis,
        QueueKey queue,
        String worker,
        int concurrency,
        int httpPort,
        Duration drain,
        Batch batch,
        Duration extendEvery,
        Duration limitedFor,
        @Nullable BrowserSettings browser) {

    /** @param maxWait before a batch goes out that is not full */
    public record Batch(int size, Duration maxWait) {
        public static final Batch DEFAULT = new Batch(32, Duration.ofMillis(20));
    }

    public static final int DEFAULT_CONCURRENCY = 32;
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(25);
    public static final Duration DEFAULT_EXTEND_EVERY = Duration.ofSeconds(5);
    public static final Duration DEFAULT_LIMITED_FOR = Duration.ofHours(12);

    public WorkerSettings {
        if (concurrency < 1) throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }

    /** All defaults, and no port of its own to choose: for a worker inside another process. */
    public static WorkerSettings of(RedisSettings redis, QueueKey queue, String worker) {
        return new WorkerSettings(
                redis,
                queue,
                worker,
                DEFAULT_CONCURRENCY,
                0,
                DEFAULT_DRAIN,
                Batch.DEFAULT,
                DEFAULT_EXTEND_EVERY,
                DEFAULT_LIMITED_FOR,
                null);
    }

    public WorkerSettings withConcurrency(int value) {
        return new WorkerSettings(
                redis, queue, worker, value, httpPort, drain, batch, extendEvery, limitedFor, browser);
    }

    public WorkerSettings withBatch(Batch value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, value, extendEvery, limitedFor, browser);
    }

    public WorkerSettings withLimitedFor(Duration value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, batch, extendEvery, value, browser);
    }

    public WorkerSettings withExtendEvery(Duration value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, batch, value, limitedFor, browser);
    }
}
