package io.crawljob.queue;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A test's server, a queue on it with short times, and a look past the ports at the keys themselves. */
final class Bench implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(1);
    static final QueueKey QUEUE = new QueueKey("test", "default");
    private static final AtomicInteger JOBS = new AtomicInteger();

    final RedisServerProcess server;
    final RedisQueue queue;
    /** What workers do, as the user that they are in a cluster, when a run of tests asks for it; else the same queue. */
    private final RedisQueue workers;

    private final AbstractRedisClient client;
    private final RedisClusterCommands<String, String> commands;

    Bench(RedisServerProcess server, QueueTimes times) {
        this.server = server;
        this.queue = RedisQueue.connect(server.settings(), times);
        this.workers = Boolean.getBoolean("queue.acl") ? asWorker(times) : queue;
        var uri = RedisURI.create(server.uri());
        if (RedisServerProcess.startsCluster()) {
            var cluster = RedisClusterClient.create(uri);
            this.client = cluster;
            this.commands = cluster.connect().sync();
        } else {
            var single = RedisClient.create(uri);
            this.client = single;
            this.commands = single.connect().sync();
        }
    }

    private RedisQueue asWorker(QueueTimes times) {
        queue.server().ensureUser(QUEUE.namespace(), "worker", "secret");
        return RedisQueue.connect(new RedisSettings(server.uri(), "worker", "secret", "crawl"), times);
    }

    /** With a lease of one second on a server that has been up for longer than one, so that leases do run out. */
    static Bench shortLeases() {
        return new Bench(RedisServerProcess.start(), QueueTimes.DEFAULT.withLease(LEASE)).grownUp();
    }

    /** With the times of production. */
    static Bench usual() {
        return new Bench(RedisServerProcess.start(), QueueTimes.DEFAULT);
    }

    /** In the first lease time of a server's life nothing runs out; its age is told in whole seconds. */
    Bench grownUp() {
        org.awaitility.Awaitility.await()
                .until(() -> ServerInfo.parse(redis().info("server")).number("uptime_in_seconds") > LEASE.toSeconds());
        return this;
    }

    RedisClusterCommands<String, String> redis() {
        return commands;
    }

    Frontier frontier() {
        return workers.frontier();
    }

    Jobs jobs() {
        return queue.jobs();
    }

    Gate gate() {
        return workers.gate();
    }

    /** A uid that no other test has. */
    static String uid() {
        return "job" + JOBS.incrementAndGet();
    }

    /** Opens the plan and admits items 1 to n of one host, all seeds in. */
    JobKey opened(Plan plan, int n) {
        jobs().open(plan);
        seed(plan.job(), "a.example", 1, n);
        jobs().seeded(plan.job());
        return plan.job();
    }

    JobKey opened(int n) {
        return opened(Plans.plan(uid()), n);
    }

    void seed(JobKey job, String host, long from, long to) {
        var items = LongStream.rangeClosed(from, to)
                .mapToObj(id -> Plans.item(host, id))
                .toList();
        for (int i = 0; i < items.size(); i += Jobs.MAX_SEEDS) {
            jobs().seed(job, items.subList(i, Math.min(items.size(), i + Jobs.MAX_SEEDS)));
        }
    }

    /** One seed on each of n hosts. */
    void seedHosts(JobKey job, int n) {
        jobs().seed(
                        job,
                        IntStream.rangeClosed(1, n)
                                .mapToObj(i -> Plans.item("h%d.example".formatted(i), i))
                                .toList());
    }

    List<Lease> lease(JobKey job, String worker, int n) {
        return frontier().lease(job, worker, n).leases();
    }

    Lease leaseOne(JobKey job, String worker) {
        return lease(job, worker, 1).getFirst();
    }

    Verdict settle(Lease lease, String worker, Outcome outcome) {
        return frontier()
                .settle(lease.token().job(), worker, List.of(new Settlement(lease.token(), outcome)))
                .getFirst();
    }

    Verdict done(Lease lease, String worker) {
        return settle(
                lease,
                worker,
                new Outcome.Fetched(10, "{\"id\":%d}".formatted(lease.token().id()), null));
    }

    Snapshot snapshot(JobKey job) {
        return jobs().snapshots(List.of(job)).getFirst().orElseThrow();
    }

    List<String> scan(String pattern) {
        var keys = new ArrayList<String>();
        ScanIterator.scan(redis(), ScanArgs.Builder.matches(pattern).limit(1000))
                .forEachRemaining(keys::add);
        return keys;
    }

    /** Whatever names stand in a shared key. */
    List<String> members(String key) {
        return switch (redis().type(key)) {
            case "zset" -> redis().zrange(key, 0, -1);
            case "hash" -> redis().hkeys(key);
            default -> List.of();
        };
    }

    /** Stream ids by their two numbers. */
    int compareIds(String one, String other) {
        var a = one.split("-", 2);
        var b = other.split("-", 2);
        int byTime = Long.compare(Long.parseLong(a[0]), Long.parseLong(b[0]));
        return byTime != 0 ? byTime : Long.compare(Long.parseLong(a[1]), Long.parseLong(b[1]));
    }

    @Override
    public void close() {
        workers.close();
        queue.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }
}
