package io.crawljob.worker.bench;

import io.crawljob.engine.address.AddressPolicy;
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
import io.crawljob.queue.Snapshot;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A job that crawls one host, whole, as fast as it goes: without a delay, and on whatever address the host has. */
record BenchJob(Jobs jobs, JobKey key, CanonicalUrl seed, boolean sitemaps) {

    static final QueueKey QUEUE = new QueueKey("bench", "default");

    static BenchJob open(
            RedisQueue queue, CanonicalUrl seed, int concurrency, Plan.Sitemaps sitemaps, Plan.Extract extract) {
        var everywhere = new Rule(
                "bench", List.of(), 0L, concurrency, null, null, true, List.of("*"), List.of(AddressPolicy.EVERY_PORT));
        queue.shared().publish(new HostPolicies(System.nanoTime(), everywhere, List.of()));
        var job = new JobKey(QUEUE.namespace(), UUID.randomUUID().toString());
        var scope =
                new Plan.Scope(List.of(seed.toString()), true, Plan.Within.HOST, sitemaps, List.of(), List.of(), 1_000);
        queue.jobs()
                .open(new Plan(
                        PlanCodec.VERSION,
                        job,
                        "bench",
                        QUEUE.name(),
                        1,
                        1,
                        Priority.NORMAL,
                        scope,
                        new Plan.Limits(1_000_000, null, null),
                        new Plan.Fetch("crawljob-bench/1.0 (+https://crawljob.io/bot)", 30, 10 << 20, true, 0),
                        new Plan.Politeness(0, concurrency, null),
                        new Plan.Retry(3, 1, 2, 10, null),
                        extract,
                        new Plan.Store(1_000_000, 4L << 30)));
        return new BenchJob(queue.jobs(), job, seed, sitemaps != Plan.Sitemaps.IGNORE);
    }

    /** Has a worker leave out so many URLs of another host: once they are counted as excluded, it has. */
    void know(int known) {
        for (var from = 0; from < known; from += 256) {
            jobs.seed(
                    key,
                    IntStream.range(from, Math.min(known, from + 256))
                            .mapToObj(i -> item(
                                    CanonicalUrl.parse("http://elsewhere.example/" + i)
                                            .orElseThrow(),
                                    false))
                            .toList());
        }
    }

    void begin() {
        jobs.seed(key, List.of(item(seed, sitemaps)));
        jobs.seeded(key);
    }

    boolean closes() {
        return jobs.finish(key) instanceof Jobs.Finish.Closed;
    }

    Snapshot snapshot() {
        return jobs.snapshots(List.of(key)).getFirst().orElseThrow();
    }

    private static NewItem item(CanonicalUrl url, boolean sitemaps) {
        return new NewItem(url.lane(), url.fingerprint(), 0, new PageItem(url.toString(), null, sitemaps).encode());
    }
}
