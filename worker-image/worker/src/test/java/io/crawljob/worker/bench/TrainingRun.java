package io.crawljob.worker.bench;

import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.time.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes an AOT cache for the worker: its classes, loaded and linked, and what the JVM has learned of its methods while it crawled a site. A JVM uses it
 * that is of the same build with the same modules, for the same jars (size and time); any other one sees that, and goes on without.
 */
public final class TrainingRun {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int CONCURRENCY = 16;
    private static final int PAGES = 4_000;
    /** What most jobs want, then everything, so that all of the worker's code is there. */
    private static final List<Plan.Extract> EXTRACTS = List.of(
            new Plan.Extract(true, false, false, false, List.of()),
            new Plan.Extract(
                    true,
                    true,
                    true,
                    true,
                    List.of(
                            new Plan.Field("heading", "h1", null, Plan.FieldType.STRING, false, false),
                            new Plan.Field("price", ".price", null, Plan.FieldType.NUMBER, false, false),
                            new Plan.Field("pictures", "img", "src", Plan.FieldType.URL, true, false))));

    private TrainingRun() {}

    /** @param args the java executable, the class path, the file to write, and the flags that the worker's JVM will have */
    public static void main(String[] args) throws IOException, InterruptedException {
        var jvm = new WorkerJvm(Path.of(args[0]), args[1], List.of(args).subList(3, args.length));
        train(jvm, Path.of(args[2]));
    }

    /**
     * Trains a worker and proves that what came of it is used.
     *
     * @param cache is written, and beside it the worker's log
     * @throws IllegalStateException if there is no cache in the end, or none that this JVM uses; it says why
     */
    static void train(WorkerJvm jvm, Path cache) throws IOException, InterruptedException {
        Files.deleteIfExists(cache);
        var log = Path.of(cache + ".log");
        try (var redis = RedisServerProcess.start();
                var queue = RedisQueue.connect(redis.settings());
                var site = TrainingSite.open(PAGES)) {
            var seed = CanonicalUrl.parse(site.url("/")).orElseThrow();
            var worker = start(jvm, cache, redis, log);
            try {
                for (var extract : EXTRACTS) {
                    crawl(BenchJob.open(queue, seed, CONCURRENCY, Plan.Sitemaps.INCLUDE, extract), worker, log);
                }
                // It writes the cache on its way out.
                worker.destroy();
                if (!worker.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) throw failed("does not end", log);
            } finally {
                worker.descendants().forEach(ProcessHandle::destroyForcibly);
                worker.destroyForcibly();
            }
        }
        if (!Files.exists(cache)) throw failed("ended without a cache", log);
        if (!jvm.uses(cache)) throw failed("wrote a cache that it does not use", log);
    }

    private static Process start(WorkerJvm jvm, Path cache, RedisServerProcess redis, Path log) throws IOException {
        var process = jvm.with("-XX:AOTCacheOutput=" + cache)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process.environment()
                .putAll(Map.of(
                        "CRAWL_REDIS_URL", redis.uri().toString(),
                        "CRAWL_NAMESPACE", BenchJob.QUEUE.namespace(),
                        "CRAWL_QUEUE", BenchJob.QUEUE.name(),
                        "CRAWL_WORKER", "training",
                        "CRAWL_CONCURRENCY", Integer.toString(CONCURRENCY),
                        "CRAWL_HTTP_PORT", "0"));
        return process.start();
    }

    private static void crawl(BenchJob job, Process worker, Path log) throws IOException, InterruptedException {
        job.begin();
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!job.closes()) {
            if (!worker.isAlive()) throw failed("ended while it was trained", log);
            if (System.nanoTime() > end) throw failed("has not crawled the site within " + LONGEST, log);
            Sleeper.REAL.sleep(LOOK);
        }
        var done = job.snapshot().done();
        if (done < PAGES) throw failed("crawled %d pages of %d".formatted(done, PAGES), log);
    }

    private static IllegalStateException failed(String what, Path log) throws IOException {
        return new IllegalStateException(
                "the worker in training %s; its log:%n%s".formatted(what, Files.readString(log)));
    }
}
