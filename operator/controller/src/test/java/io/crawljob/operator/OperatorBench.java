package io.crawljob.operator;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What the operator is to reach, measured on a real API server and a real Redis of this machine; workers are played. Prints a line a figure. The argument is a
 * case: {@code thousand}, {@code first}, {@code stored}, {@code million}, {@code idle}, {@code fair}. The command stands in the module's README.
 */
final class OperatorBench {

    private static final int CREATORS = 16;

    private OperatorBench() {}

    public static void main(String[] arguments) throws Exception {
        try (var api = RealApiServer.start()) {
            for (var which : arguments) {
                switch (which) {
                    case "thousand" -> thousand(api);
                    case "first" -> first(api);
                    case "stored" -> stored(api, Integer.getInteger("bench.stored", 10_000));
                    case "million" -> million(api);
                    case "idle" -> idle(api);
                    case "fair" -> FairnessBench.run(api);
                    case String other -> throw new IllegalArgumentException("no case is called " + other);
                }
            }
        }
        System.exit(0);
    }

    /** From the first create to the last Finished. */
    private static void thousand(RealApiServer api) throws Exception {
        try (var at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"))) {
            var over = new AtomicBoolean();
            at.applyBatch("warm", 1);
            var worker = Thread.ofPlatform().daemon().start(() -> work(at, over));
            var started = System.nanoTime();
            each(
                    1_000,
                    i -> at.client
                            .resource(job("job-" + i))
                            .inNamespace(at.namespace)
                            .create());
            say("thousand: created", started);
            at.within(
                    Duration.ofMinutes(15),
                    () -> at.client.resources(CrawlJob.class).inNamespace(at.namespace).list().getItems().stream()
                                    .filter(it -> is(it, ConditionType.FINISHED))
                                    .count()
                            == 1_001);
            say("thousand: all Finished", started);
            metrics(at, "crawljob_reconcile_seconds", "crawljob_status_writes");
            over.set(true);
            worker.join();
        }
    }

    /** From create to the first status, one job after the other. */
    private static void first(RealApiServer api) {
        try (var at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"))) {
            at.applyBatch("warm", 1);
            var millis = IntStream.range(0, 100)
                    .mapToLong(i -> firstStatus(at, at.namespace, "first-" + i))
                    .sorted()
                    .toArray();
            System.out.printf(
                    "first: status after %d ms (median), %d ms (95th of 100), %d ms (slowest)%n",
                    millis[50], millis[95], millis[99]);
            metrics(at, "crawljob_reconcile_seconds");
        }
    }

    /** Finished jobs that are there when an operator of 256 MB starts. */
    private static void stored(RealApiServer api, int jobs) throws Exception {
        try (var at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"))) {
            var key = at.applyBatch("model", 1);
            var worker = new WorkerPlay(at.queue, "worker-1");
            at.eventually(() -> worker.fetchOne(key));
            at.awaitSaid("model", ConditionType.FINISHED, "True/Succeeded");
            at.stopOperator();
            var status = at.job("model").getStatus();
            each(jobs - 1, i -> {
                var made = at.client
                        .resource(job("stored-" + i))
                        .inNamespace(at.namespace)
                        .create();
                made.setStatus(status);
                at.client.resource(made).inNamespace(at.namespace).updateStatus();
            });
            try (var operator = OperatorChild.start(at, "operator-1")) {
                operator.awaitMetric("crawljob_jobs", jobs);
                System.out.printf(
                        "stored: %d jobs known %.1f s after the start of the process%n", jobs, operator.age());
                var before = operator.metric("crawljob_status_writes_total");
                at.within(Duration.ofMinutes(3), () -> operator.age() > 100);
                operator.collectGarbage();
                System.out.printf(
                        "stored: %.0f MB of heap in use after a collection, %.0f status writes in the first %.0f s (%.0f before all were known)%n",
                        operator.metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6,
                        operator.metric("crawljob_status_writes_total"),
                        operator.age(),
                        before);
            }
        }
    }

    /** What a reconcile of a large job costs beside a small one's, both being crawled. */
    private static void million(RealApiServer api) throws Exception {
        for (var urls : new int[] {100, 1_000_000}) {
            try (var at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"))) {
                var key = at.applyBatch("large", 1, "limits: {maxPages: 2000000, maxPagesPerHost: 2000000}");
                var worker = new WorkerPlay(at.queue, "worker-1");
                at.eventually(() -> worker.takeOne(key)
                        .map(lease -> {
                            for (var from = 0; from < urls; from += 250)
                                worker.discover(lease, links(from, Math.min(urls, from + 250)));
                            worker.fetch(key, lease);
                            return true;
                        })
                        .orElse(false));
                var sum = metric(at, "crawljob_reconcile_seconds_sum{controller=\"crawljob\"");
                var count = metric(at, "crawljob_reconcile_seconds_count{controller=\"crawljob\"");
                var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                at.within(Duration.ofMinutes(2), () -> {
                    worker.fetchOne(key);
                    return System.nanoTime() > end;
                });
                var reconciles = metric(at, "crawljob_reconcile_seconds_count{controller=\"crawljob\"") - count;
                var took = metric(at, "crawljob_reconcile_seconds_sum{controller=\"crawljob\"") - sum;
                System.out.printf(
                        "million: %d URLs: %.0f reconciles in 30 s, %.1f ms each, status %d bytes%n",
                        urls,
                        reconciles,
                        1000 * took / reconciles,
                        Serialization.asJson(at.job("large").getStatus()).length());
            }
        }
    }

    /** Minutes in which nothing happens, with jobs that rest and jobs that are over: what the API server has counted of anybody's. */
    private static void idle(RealApiServer api) {
        var minutes = Integer.getInteger("bench.minutes", 10);
        try (var at = Installation.of(api)) {
            for (var i = 0; i < 20; i++) at.applyBatch("resting-" + i, 2, "suspend: true");
            var worker = new WorkerPlay(at.queue, "worker-1");
            var key = at.applyBatch("over", 1);
            at.eventually(() -> worker.fetchOne(key));
            at.awaitSaid("over", ConditionType.FINISHED, "True/Succeeded");
            at.within(Duration.ofMinutes(1), new Elapsed(Duration.ofSeconds(20))::over);
            var before = ApiRequests.count(api);
            at.within(Duration.ofMinutes(minutes + 1), new Elapsed(Duration.ofMinutes(minutes))::over);
            System.out.printf(
                    "idle: %d minutes: %s%n", minutes, ApiRequests.count(api).since(before));
        }
    }

    static void create(Installation at, String namespace, String name) {
        at.client.resource(job(name)).inNamespace(namespace).create();
    }

    static long firstStatus(Installation at, String namespace, String name) {
        var started = System.nanoTime();
        create(at, namespace, name);
        at.client
                .resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(it -> it.getStatus() != null, 1, TimeUnit.MINUTES);
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    record Elapsed(long end) {
        Elapsed(Duration time) {
            this(System.nanoTime() + time.toNanos());
        }

        boolean over() {
            return System.nanoTime() > end;
        }
    }

    private static List<NewItem> links(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new NewItem(
                        "host:h" + i % 1_000 + ".example.org",
                        i,
                        1,
                        new PageItem("https://h%d.example.org/%d".formatted(i % 1_000, i), null, false).encode()))
                .toList();
    }

    private static void work(Installation at, AtomicBoolean over) {
        var worker = new WorkerPlay(at.queue, "worker-1");
        var queue = new QueueKey(at.namespace, "quick");
        while (!over.get()) {
            for (JobKey key : at.queue.frontier().pick(queue, "worker-1", 32).jobs()) worker.drain(key);
        }
    }

    static CrawlJob job(String name) {
        return Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %1$s}
                spec: {queueName: quick, source: {urls: {list: ["https://%1$s.example.org/"]}}}
                """.formatted(name), CrawlJob.class);
    }

    static boolean is(CrawlJob job, ConditionType type) {
        return job.getStatus() != null
                && job.getStatus().conditions().stream()
                        .anyMatch(it -> it.type().equals(type.toString())
                                && it.status().toString().equals("True"));
    }

    static void each(int times, IntConsumer act) throws InterruptedException {
        var free = new Semaphore(CREATORS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < times; i++) {
                var number = i;
                free.acquire();
                threads.execute(() -> {
                    try {
                        act.accept(number);
                    } finally {
                        free.release();
                    }
                });
            }
        }
    }

    private static void metrics(Installation at, String... names) {
        OperatorChild.scrape(at.process().httpPort())
                .filter(line -> !line.startsWith("#"))
                .filter(line -> List.of(names).stream().anyMatch(line::startsWith))
                .forEach(System.out::println);
    }

    private static double metric(Installation at, String beginning) {
        return OperatorChild.scrape(at.process().httpPort())
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static void say(String what, long since) {
        System.out.printf("%s %.1f s after the first create%n", what, (System.nanoTime() - since) / 1e9);
    }
}
