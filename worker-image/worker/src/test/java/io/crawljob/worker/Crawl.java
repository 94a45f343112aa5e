package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Snapshot;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.settings.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole crawls on a real Redis: opens jobs, runs workers, and reads what came of it. */
final class Crawl implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(30);
    static final QueueKey QUEUE = new QueueKey("research", "default");

    private final RedisServerProcess redis;
    private final QueueTimes times;
    private final RedisQueue queue;
    private Fetcher fetcher = new Fetcher();
    private @Nullable Browser browser;
    private final List<Running> running = new ArrayList<>();

    /** A worker with a connection of its own, as if it were a process. */
    record Running(Worker worker, RedisQueue queue) implements AutoCloseable {
        @Override
        public void close() {
            worker.close();
            queue.close();
        }
    }

    Crawl(RedisServerProcess redis) {
        this(redis, QueueTimes.DEFAULT);
    }

    Crawl(RedisServerProcess redis, QueueTimes times) {
        this.redis = redis;
        this.times = times;
        this.queue = RedisQueue.connect(redis.settings(), times);
        politeness(Duration.ZERO, 8);
    }

    /** For every host; the test's sites are on a private address. */
    void politeness(Duration delay, int maxConcurrent) {
        var defaults = new Rule(
                "default",
                List.of(),
                delay.toMillis(),
                maxConcurrent,
                null,
                null,
                true,
                List.of("*"),
                List.of(AddressPolicy.EVERY_PORT));
        queue.shared().publish(new HostPolicies(System.nanoTime(), defaults, List.of()));
    }

    /** For the hosts that they name; each has to open its private addresses itself. */
    void politeness(List<Rule> rules) {
        var defaults = new Rule("default", List.of(), 0L, 8, null, null, false, List.of(), List.of());
        queue.shared().publish(new HostPolicies(System.nanoTime(), defaults, rules));
    }

    void publicAddressesOnly() {
        politeness(List.of());
    }

    /** For the workers that are started from now on. */
    void sites(SiteAccess access) {
        fetchBy(new Fetcher(access));
    }

    /** For the workers that are started from now on. */
    void fetchBy(Fetcher own) {
        fetcher.close();
        fetcher = own;
    }

    /** For the workers that are started from now on; whoever made it closes it. */
    void browser(Browser own) {
        browser = own;
    }

    Jobs jobs() {
        return queue.jobs();
    }

    RedisQueue queue() {
        return queue;
    }

    JobKey submit(Plan plan) {
        queue.jobs().open(plan);
        var withSitemaps = plan.scope().sitemaps() != Plan.Sitemaps.IGNORE;
        var seeds = plan.scope().seeds().stream()
                .map(seed -> CanonicalUrl.parse(seed).orElseThrow())
                .map(seed -> new NewItem(
                        seed.lane(), seed.fingerprint(), 0, new PageItem(seed.toString(), null, withSitemaps).encode()))
                .toList();
        queue.jobs().seed(plan.job(), seeds);
        queue.jobs().seeded(plan.job());
        return plan.job();
    }

    WorkerSettings settings(String name) {
        return WorkerSettings.of(redis.settings(), QUEUE, name).withConcurrency(8);
    }

    Running startWorker(String name) {
        return startWorker(settings(name));
    }

    Running startWorker(WorkerSettings settings) {
        var own = RedisQueue.connect(settings.redis(), times);
        return startWorker(settings, own, QueuePorts.of(own));
    }

    Running startWorker(WorkerSettings settings, RedisQueue own, QueuePorts ports) {
        var parts = new Worker.Parts(ports, fetcher, browser, new SimpleMeterRegistry(), Clock.systemUTC());
        var started = new Running(new Worker(settings, parts), own);
        started.worker().start();
        running.add(started);
        return started;
    }

    /** Submits the plan, crawls it with one worker, and waits for its end. */
    Ended crawl(Plan plan) {
        var job = submit(plan);
        startWorker("worker-" + running.size());
        return awaitEnd(job);
    }

    /** What was fetched until now. */
    void waitUntilOlderThanASecond() {
        var begun = System.nanoTime();
        await().until(() -> System.nanoTime() - begun > 1_100_000_000L);
    }

    Ended awaitEnd(JobKey job) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(QueueUnavailableException.class)
                .untilAsserted(() -> assertThat(queue.jobs().finish(job))
                        .as(() -> "the job that stands at " + snapshot(job))
                        .isInstanceOf(Jobs.Finish.Closed.class));
        return new Ended(snapshot(job), records(job));
    }

    Snapshot snapshot(JobKey job) {
        return queue.jobs().snapshots(List.of(job)).getFirst().orElseThrow();
    }

    private List<JsonNode> records(JobKey job) {
        return queue.jobs().results(job, "0", 10_000).stream()
                .map(entry -> read(entry.json()))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON: " + json, e);
        }
    }

    /** How a crawl ended. */
    record Ended(Snapshot snapshot, List<JsonNode> records) {

        List<String> urls() {
            return records.stream().map(record -> record.get("url").asText()).toList();
        }

        JsonNode record(String url) {
            return records.stream()
                    .filter(record -> record.get("url").asText().equals(url))
                    .findFirst()
                    .orElseThrow();
        }

        long failed(String name) {
            return count(snapshot.failures(), name);
        }

        long excluded(String name) {
            return count(snapshot.exclusions(), name);
        }

        long skipped(String name) {
            return count(snapshot.skips(), name);
        }

        private static long count(List<Snapshot.Tally> tallies, String name) {
            return tallies.stream()
                    .filter(tally -> tally.name().equals(name))
                    .mapToLong(Snapshot.Tally::count)
                    .sum();
        }
    }

    @Override
    public void close() {
        running.forEach(Running::close);
        fetcher.close();
        queue.close();
    }
}
