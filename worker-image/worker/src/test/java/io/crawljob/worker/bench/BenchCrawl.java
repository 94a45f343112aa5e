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
import io.crawljob.worker.Worker;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.Sleeper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One crawl by one whole worker, for measuring from outside: opens a job on a Redis, works until it is done, and prints how it ended. Metadata is extracted
 * and every record is stored. It is built as {@code Main} builds a worker, but that it opens the job itself and ends by itself.
 */
public final class BenchCrawl {

    private static final QueueKey QUEUE = new QueueKey("bench", "default");
    private static final Duration LOOK = Duration.ofMillis(100);

    private BenchCrawl() {}

    /** @param args the Redis's URL, the seed, the concurrency, and how many runs of the crawl to make one after the other */
    public static void main(String[] args) throws InterruptedException {
        var redis = new RedisSettings(URI.create(args[0]), null, null, RedisSettings.DEFAULT_PREFIX);
        var settings = WorkerSettings.of(redis, QUEUE, "bench").withConcurrency(Integer.parseInt(args[2]));
        try (var queue = RedisQueue.connect(redis);
                var fetcher = new Fetcher();
                var worker = new Worker(
                        settings,
                        new Worker.Parts(
                                QueuePorts.of(queue),
                                fetcher,
                                null,
                                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                                Clock.systemUTC()))) {
            worker.start();
            for (var run = 0; run < Integer.parseInt(args[3]); run++) crawl(queue, args[1], settings.concurrency());
            worker.drain(Duration.ofSeconds(5));
        }
    }

    private static void crawl(RedisQueue queue, String seed, int concurrency) throws InterruptedException {
        var begun = System.nanoTime();
        var everywhere = new Rule(
                "bench", List.of(), 0L, concurrency, null, null, true, List.of("*"), List.of(AddressPolicy.EVERY_PORT));
        queue.shared().publish(new HostPolicies(System.nanoTime(), everywhere, List.of()));
        var job = open(queue.jobs(), seed, concurrency);
        while (!(queue.jobs().finish(job) instanceof Jobs.Finish.Closed)) Sleeper.REAL.sleep(LOOK);
        var end = queue.jobs().snapshots(List.of(job)).getFirst().orElseThrow();
        System.out.printf(
                "done=%d failed=%d excluded=%d records=%d skippedLinks=%d seconds=%.1f%n",
                end.done(),
                end.failed(),
                end.excluded(),
                end.records(),
                end.skippedLinks(),
                (System.nanoTime() - begun) / 1e9);
        while (!queue.jobs().purge(job)) Sleeper.REAL.sleep(LOOK);
    }

    private static JobKey open(Jobs jobs, String seed, int concurrency) {
        var job = new JobKey(QUEUE.namespace(), UUID.randomUUID().toString());
        var url = CanonicalUrl.parse(seed).orElseThrow();
        jobs.open(new Plan(
                PlanCodec.VERSION,
                job,
                "bench",
                QUEUE.name(),
                1,
                1,
                Priority.NORMAL,
                new Plan.Scope(
                        List.of(url.toString()),
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
        jobs.seed(
                job,
                List.of(new NewItem(
                        url.lane(), url.fingerprint(), 0, new PageItem(url.toString(), null, false).encode())));
        jobs.seeded(job);
        return job;
    }
}
