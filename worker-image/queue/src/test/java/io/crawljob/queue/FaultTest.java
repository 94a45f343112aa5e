package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worker processes and the server are killed with -9 in turns, at random moments, until a tree of items is done: none is lost, each has one record, and what is
 * counted is what is there. {@code -Dqueue.kills=200} for the long run ({@code docs/frontier.md}), {@code -Dqueue.seed=N} for a certain one,
 * and {@code -Dqueue.beside=CLASSES} for one worker of another version: the folder {@code target/classes} of this module in another checkout.
 */
class FaultTest {

    static final QueueTimes TIMES = QueueTimes.DEFAULT.withLease(Duration.ofSeconds(1));

    private static final int WORKERS = 2;
    private static final int KILLS = Integer.getInteger("queue.kills", 6);
    private static final int ITEMS_A_KILL = 400;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec"})
    void losesNothingAndRepeatsNoEffectWhateverIsKilled(String fsync) throws IOException, InterruptedException {
        long seed = Long.getLong("queue.seed", System.nanoTime());
        var random = new Random(seed);
        long items = (long) ITEMS_A_KILL * KILLS;
        var workers = new ArrayList<Process>();
        try (var bench = new Bench(RedisServerProcess.start("--appendonly", "yes", "--appendfsync", fsync), TIMES)) {
            var job = bench.opened(plan(items), 0);
            bench.jobs().seed(job, List.of(Plans.item("h1.example", 1)));
            // The job itself is on disk before the first kill: what the operator was told holds.
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
            for (int i = 0; i < WORKERS; i++) workers.add(start(bench, job, "w" + i, items));

            for (int kill = 0; kill < KILLS; kill++) {
                LockSupport.parkNanos(
                        Duration.ofMillis(200 + random.nextInt(800)).toNanos());
                if (kill % 2 == 0) {
                    int victim = random.nextInt(WORKERS);
                    workers.get(victim).destroyForcibly().waitFor();
                    workers.set(victim, start(bench, job, "w" + victim, items));
                } else {
                    bench.server.kill();
                    bench.server.restart();
                }
            }

            goOnUntilItIsOver(bench, job, workers, seed);
            var audit = bench.jobs().audit(job, false);
            assertThat(audit.findings()).as("seed " + seed).isEmpty();
            assertThat(audit.discovered()).as("seed " + seed).isEqualTo(items);
            assertThat(audit.failed())
                    .as("seed %d: crashes count apart from tries", seed)
                    .isZero();
            var records = new ArrayList<String>();
            for (var page = bench.jobs().results(job, "0", 5000);
                    !page.isEmpty();
                    page = bench.jobs().results(job, page.getLast().id(), 5000)) {
                page.forEach(entry -> records.add(entry.json()));
            }
            assertThat(records)
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, items)
                            .mapToObj(Long::toString)
                            .toList());
        } finally {
            workers.forEach(Process::destroyForcibly);
        }
    }

    /** However slow the machine is: as long as there is progress, and no worker ends by itself. */
    private void goOnUntilItIsOver(Bench bench, JobKey job, List<Process> workers, long seed) {
        var done = new AtomicLong();
        var progress = new AtomicLong(System.nanoTime());
        await("seed " + seed)
                .atMost(Duration.ofMinutes(15))
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(QueueUnavailableException.class)
                .until(() -> {
                    assertThat(workers).as("seed %d: %s", seed, said()).allMatch(Process::isAlive);
                    var snapshot = bench.snapshot(job);
                    if (done.getAndSet(snapshot.done()) != snapshot.done()) progress.set(System.nanoTime());
                    assertThat(Duration.ofNanos(System.nanoTime() - progress.get()))
                            .as("seed %d: no progress since %s; %s", seed, snapshot, said())
                            .isLessThan(NO_PROGRESS);
                    return bench.jobs().finish(job) instanceof Jobs.Finish.Closed;
                });
    }

    /** What the workers printed last. */
    private String said() {
        try (var files = Files.list(folder)) {
            var all = new StringBuilder();
            for (var file : files.toList()) {
                var text = Files.readString(file);
                all.append(file.getFileName()).append(": ").append(text.substring(Math.max(0, text.length() - 3000)));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Plan plan(long items) {
        return Plans.limited(Bench.uid(), items, null, null);
    }

    private Process start(Bench bench, JobKey job, String name, long items) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        classPath(name),
                        CrashingWorker.class.getName(),
                        bench.server.uri().toString(),
                        job.uid(),
                        name,
                        Long.toString(items))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(name).toFile()))
                .start();
    }

    /** Whichever class comes first is the one that is used; scripts are resources beside the classes. */
    private static String classPath(String name) {
        var own = System.getProperty("java.class.path");
        var beside = System.getProperty("queue.beside");
        if (beside == null || !name.equals("w0")) return own;
        return beside + File.pathSeparator + own;
    }
}
