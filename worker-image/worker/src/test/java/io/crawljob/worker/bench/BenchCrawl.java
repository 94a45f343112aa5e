package io.crawljob.worker.bench;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.Priority;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.crawljob.queue.Snapshot;
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
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * One crawl by one whole worker, for measuring from outside: opens a job on a Redis, works until it is done, and prints how it ended. Metadata is extracted
 * and every record is stored. It is built as {@code Main} builds a worker, but that it opens the job itself and ends by itself.
 */
public final class BenchCrawl {

    private static final QueueKey QUEUE = new QueueKey("bench", "default");
    private static final Duration LOOK = Duration.ofMillis(100);

    private BenchCrawl() {}

    /**
     * @param args the Redis's URL, the seed, the concurrency, and a number for each run of the crawl, one after the other: how many other URLs its job knows
     *     when it begins
     */
    public static void main(String[] args) throws InterruptedException {
        var redis = new RedisSettings(URI.create(args[0]), null, null, RedisSettings.DEFAULT_PREFIX);
        var settings = WorkerSettings.of(redis, QUEUE, "bench").withConcurrency(Integer.parseInt(args[2]));
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
                crawl(
                        queue.jobs(),
                        info.sync(),
                        open(queue, seed, settings.concurrency()),
                        seed,
                        Integer.parseInt(known));
            }
            worker.drain(Duration.ofSeconds(5));
        }
    }

    private static void crawl(
            Jobs jobs, RedisServerCommands<String, String> redis, JobKey job, CanonicalUrl seed, int known)
            throws InterruptedException {
        know(jobs, job, known);
        var begun = System.nanoTime();
        var used = processorTime(redis);
        jobs.seed(job, List.of(item(seed)));
        jobs.seeded(job);
        while (!(jobs.finish(job) instanceof Jobs.Finish.Closed)) Sleeper.REAL.sleep(LOOK);
        var end = snapshot(jobs, job);
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
        while (!jobs.purge(job)) Sleeper.REAL.sleep(LOOK);
    }

    /** Has a worker leave out URLs of another host, and waits until it has: that is before what is measured. */
    private static void know(Jobs jobs, JobKey job, int known) throws InterruptedException {
        for (var from = 0; from < known; from += 256) {
            jobs.seed(
                    job,
                    IntStream.range(from, Math.min(known, from + 256))
                            .mapToObj(i -> item(CanonicalUrl.parse("http://elsewhere.example/" + i)
                                    .orElseThrow()))
                            .toList());
        }
        while (snapshot(jobs, job).excluded() < known) Sleeper.REAL.sleep(LOOK);
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

    private static NewItem item(CanonicalUrl url) {
        return new NewItem(url.lane(), url.fingerprint(), 0, new PageItem(url.toString(), null, false).encode());
    }

    private static Snapshot snapshot(Jobs jobs, JobKey job) {
        return jobs.snapshots(List.of(job)).getFirst().orElseThrow();
    }

    private static JobKey open(RedisQueue queue, CanonicalUrl seed, int concurrency) {
        var everywhere = new Rule(
                "bench", List.of(), 0L, concurrency, null, null, true, List.of("*"), List.of(AddressPolicy.EVERY_PORT));
        queue.shared().publish(new HostPolicies(System.nanoTime(), everywhere, List.of()));
        var job = new JobKey(QUEUE.namespace(), UUID.randomUUID().toString());
        queue.jobs()
                .open(new Plan(
                        PlanCodec.VERSION,
                        job,
                        "bench",
                        QUEUE.name(),
                        1,
                        1,
                        Priority.NORMAL,
                        new Plan.Scope(
                                List.of(seed.toString()),
                                true,
                                Plan.Within.HOST,
                                Plan.Sitemaps.IGNORE,
                                List.of(),
                                List.of(),
                                1_000),
                        new Plan.Limits(1_000_000, null, null),
                        new Plan.Fetch("crawljob-bench/1.0 (+https://crawljob.io/bot)", 30, 10 << 20, true, 0),
                        new Plan.Politeness(0, concurrency, null),
                        new Plan.Retry(3, 1, 2, 10, null),
                        new Plan.Extract(true, false, false, false, List.of()),
                        new Plan.Store(1_000_000, 4L << 30)));
        return job;
    }
}
