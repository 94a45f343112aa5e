package io.crawljob.worker.settings;

import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * @param reach how sites are reached, besides what a plan says
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
        @Nullable BrowserSettings browser,
        Reach reach) {

    /** @param maxWait before a batch goes out that is not full */
    public record Batch(int size, Duration maxWait) {
        public static final Batch DEFAULT = new Batch(32, Duration.ofMillis(20));
    }

    /** What the queue gives its workers for the way to sites. */
    public record Reach(Secrets secrets, SiteAccess sites) {
        public static final Reach PLAIN = new Reach(new Secrets(Path.of("/var/run/crawljob/secrets"), Map.of()));

        public Reach(Secrets secrets) {
            this(secrets, SiteAccess.DIRECT);
        }
    }

    /**
     * Secrets that the queue offers.
     *
     * @param folder with a folder for each Secret, and in it a file for each key
     * @param hosts that each is for, by the Secret's name
     */
    public record Secrets(Path folder, Map<String, List<String>> hosts) {
        public Secrets {
            hosts = Map.copyOf(hosts);
        }
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
                null,
                Reach.PLAIN);
    }

    public WorkerSettings withConcurrency(int value) {
        return new WorkerSettings(
                redis, queue, worker, value, httpPort, drain, batch, extendEvery, limitedFor, browser, reach);
    }

    public WorkerSettings withBatch(Batch value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, value, extendEvery, limitedFor, browser, reach);
    }

    public WorkerSettings withLimitedFor(Duration value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, batch, extendEvery, value, browser, reach);
    }

    public WorkerSettings withExtendEvery(Duration value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, batch, value, limitedFor, browser, reach);
    }

    public WorkerSettings withReach(Reach value) {
        return new WorkerSettings(
                redis, queue, worker, concurrency, httpPort, drain, batch, extendEvery, limitedFor, browser, value);
    }
}
