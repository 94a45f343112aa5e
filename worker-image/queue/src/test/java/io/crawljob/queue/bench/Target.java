package io.crawljob.queue.bench;

import io.crawljob.queue.Gate;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Pace;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plans;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The server that is measured, and jobs of the benchmark on it. What it leaves in the server ends by itself within minutes. */
final class Target implements AutoCloseable {

    static final QueueKey QUEUE = new QueueKey("test", "default");
    static final int CHUNK = 256;
    /** Higher than whatever a case lets be in flight, so that the gate counts and does not refuse. */
    private static final int PLACES = 10_000;

    private static final int IN_FLIGHT = 4;
    private static final Duration LANES_END = Duration.ofMinutes(2);

    final Options options;
    final RedisQueue queue;
    final Pace pace = new Pace();
    private final RedisSettings settings;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final AtomicInteger jobs = new AtomicInteger();
    private final List<JobKey> opened = new ArrayList<>();

    Target(Options options) {
        this.options = options;
        this.settings = new RedisSettings(
                options.redis(), null, null, "bench-" + ProcessHandle.current().pid());
        this.queue = another(QueueTimes.DEFAULT);
        this.client = RedisClient.create(RedisURI.create(options.redis()));
        this.connection = client.connect();
    }

    /** Another process's connections, as it were. */
    RedisQueue another(QueueTimes times) {
        return RedisQueue.connect(settings, times);
    }

    RedisSettings settings() {
        return settings;
    }

    Usage usage() {
        return Usage.read(
                connection.sync().info("cpu") + "\n" + connection.sync().info("commandstats"));
    }

    /** Bytes that the server uses, after it had a moment to free what it frees in the background. */
    long memory() {
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        return connection
                .sync()
                .info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("used_memory:".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** A lane's budget ends by itself, a while after its last place. */
    void awaitEndOfLanes() {
        var lanes =
                ScanArgs.Builder.matches("{" + settings.prefix() + ":lane:*").limit(10_000);
        long latest = System.nanoTime() + LANES_END.toNanos();
        while (ScanIterator.scan(connection.sync(), lanes).hasNext()) {
            if (System.nanoTime() > latest)
                throw new IllegalStateException("lanes are still there after " + LANES_END.toSeconds() + " s");
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    String version() {
        return queue.server().facts().version();
    }

    /** A job without politeness of its own; its seeds are still to come. */
    JobKey open(long maxPages) {
        return open(Plans.plan(
                "bench" + jobs.incrementAndGet(),
                new Plan.Limits(maxPages, null, null),
                new Plan.Politeness(0, 64, null)));
    }

    JobKey open(Plan plan) {
        var roomy = Plans.stored(plan, Integer.MAX_VALUE, Long.MAX_VALUE / 2);
        queue.jobs().open(roomy);
        opened.add(roomy.job());
        return roomy.job();
    }

    /** Items {@code from} to {@code to}, in chunks, a few of them under way at once. */
    void seed(JobKey job, List<NewItem> items) {
        var chunks = new ArrayList<List<NewItem>>();
        for (int from = 0; from < items.size(); from += CHUNK)
            chunks.add(items.subList(from, Math.min(items.size(), from + CHUNK)));
        Threads.each(chunks, IN_FLIGHT, chunk -> queue.jobs().seed(job, chunk));
    }

    List<NewItem> items(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::item).toList();
    }

    /** Spread over the hosts; its fingerprint is as even as a real one. */
    NewItem item(int i) {
        var host = "host-" + i % options.hosts() + ".example";
        var start = "https://%s/path/%d ".formatted(host, i);
        var payload = start + "x".repeat(Math.max(0, options.payload() - start.length()));
        return new NewItem("host:" + host, fingerprint(i), 1, payload);
    }

    /** SplitMix64's last steps. */
    static long fingerprint(long i) {
        long z = (i + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static Gate.Budget budget() {
        return new Gate.Budget(Duration.ZERO, PLACES, null, null, 1);
    }

    /** The row's proof: what the structures themselves hold. */
    Row audited(Row row, JobKey job) {
        var audit = queue.jobs().audit(job, false);
        return row.put("conserved", audit.findings().isEmpty())
                .put("discovered", audit.discovered())
                .put("waiting", audit.waiting())
                .put("delayed", audit.delayed())
                .put("leased", audit.leased())
                .put("done", audit.done())
                .put("failed", audit.failed())
                .put("excluded", audit.excluded())
                .put("resultStore", audit.records());
    }

    /** Takes the results away, as their reader does. */
    void takeResults(JobKey job) {
        while (true) {
            var some = queue.jobs().results(job, "0", 10_000);
            if (some.isEmpty()) return;
            queue.jobs().acknowledge(job, some.stream().map(Jobs.Entry::id).toList());
        }
    }

    void purge(JobKey job) {
        opened.remove(job);
        while (!queue.jobs().purge(job)) Thread.onSpinWait();
    }

    @Override
    public void close() {
        for (var job : List.copyOf(opened)) purge(job);
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        queue.close();
    }
}
