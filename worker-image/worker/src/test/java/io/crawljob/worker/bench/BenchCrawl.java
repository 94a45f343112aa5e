package io.crawljob.worker.bench;

import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.crawljob.worker.Worker;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.Sleeper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisServerCommands;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * One crawl by one whole worker, for measuring from outside: opens a job on a Redis, works until it is done, and prints how it ended. Metadata is extracted
 * and every record is stored. It is built as {@code Main} builds a worker, but that it opens the job itself and ends by itself.
 */
public final class BenchCrawl {

    private static final Plan.Extract METADATA = new Plan.Extract(true, false, false, false, List.of());
    private static final Duration LOOK = Duration.ofMillis(100);

    private BenchCrawl() {}

    /**
     * @param args the Redis's URL, the seed, the concurrency, and a number for each run of the crawl, one after the other: how many other URLs its job knows
     *     when it begins
     */
    public static void main(String[] args) throws InterruptedException {
        var redis = new RedisSettings(URI.create(args[0]), null, null, RedisSettings.DEFAULT_PREFIX);
        var settings = WorkerSettings.of(redis, BenchJob.QUEUE, "bench").withConcurrency(Integer.parseInt(args[2]));
        try (var queue = RedisQueue.connect(redis);
                var fetcher = new Fetcher();
                var client = RedisClient.create(args[0]);
                var info = client.connect();
                var worker = new Worker(
                        settings,
                        new Worker.Parts(
                                QueuePorts.of(queue),
                                fetcher,
                                null,
                                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                                Clock.systemUTC()))) {
            worker.start();
            var seed = CanonicalUrl.parse(args[1]).orElseThrow();
            for (var known : List.of(args).subList(3, args.length)) {
                var job = BenchJob.open(queue, seed, settings.concurrency(), Plan.Sitemaps.IGNORE, METADATA);
                crawl(job, info.sync(), Integer.parseInt(known));
            }
            worker.drain(Duration.ofSeconds(5));
        }
    }

    private static void crawl(BenchJob job, RedisServerCommands<String, String> redis, int known)
            throws InterruptedException {
        job.know(known);
        while (job.snapshot().excluded() < known) Sleeper.REAL.sleep(LOOK);
        var begun = System.nanoTime();
        var used = processorTime(redis);
        job.begin();
        while (!job.closes()) Sleeper.REAL.sleep(LOOK);
        var end = job.snapshot();
        System.out.printf(
                "done=%d failed=%d excluded=%d records=%d skippedLinks=%d known=%d seconds=%.1f cpuPer1k=%.2f%n",
                end.done(),
                end.failed(),
                end.excluded(),
                end.records(),
                end.skippedLinks(),
                known,
                (System.nanoTime() - begun) / 1e9,
                (processorTime(redis) - used) / end.done() * 1_000);
        while (!job.jobs().purge(job.key())) Sleeper.REAL.sleep(LOOK);
    }

    /** Seconds that this process and Redis have used. */
    private static double processorTime(RedisServerCommands<String, String> redis) {
        var own =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        return redis.info("cpu")
                .lines()
                .filter(line -> line.matches("used_cpu_(user|sys):.*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .reduce(own, Double::sum);
    }
}
