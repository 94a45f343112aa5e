package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the server is not there, not itself, or full. */
class ConnectionTest {

    private static Bench bench(boolean bundled, QueueTimes times, String... settings) {
        return new Bench(
                bundled ? RedisServerProcess.startBundled(settings) : RedisServerProcess.start(settings), times);
    }

    @Test
    void goesOnWhenTheServerHasForgottenTheScripts() {
        try (var bench = Bench.usual()) {
            var job = bench.opened(2);
            bench.redis().scriptFlush();

            assertThat(bench.lease(job, "w", 2)).hasSize(2);
            bench.redis().scriptFlush();
            assertThat(bench.jobs().snapshots(List.of(job, job, new JobKey("test", "nobody"))))
                    .hasSize(3);
        }
    }

    @Test
    void saysWhichServerCannotBeReachedAndGoesOnWhenItIsBack() {
        try (var bench = bench(false, QueueTimes.DEFAULT, "--appendonly", "yes", "--appendfsync", "always")) {
            var job = bench.opened(2);
            var lease = bench.leaseOne(job, "w");
            bench.server.kill();

            long before = System.nanoTime();
            assertThatThrownBy(() -> bench.lease(job, "w", 1))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("redis://127.0.0.1:" + bench.server.port());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));

            bench.server.restart();
            await().atMost(Duration.ofSeconds(20))
                    .ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.done(lease, "w") == Verdict.ACCEPTED);
            assertThat(bench.snapshot(job).done()).isEqualTo(1);
        }
    }

    @Test
    void letsNothingRunOutInTheFirstLeaseTimeOfAServersLife() {
        var times = QueueTimes.DEFAULT.withLease(Duration.ofSeconds(4));
        try (var bench = bench(false, times, "--appendonly", "yes", "--appendfsync", "always")) {
            var job = bench.opened(1);
            var lease = bench.leaseOne(job, "w1");
            await().until(() -> bench.redis()
                            .zcount(
                                    "{crawl:" + job + "}:inf",
                                    io.lettuce.core.Range.create(0, System.currentTimeMillis()))
                    == 1);
            bench.server.kill();
            bench.server.restart();

            await().ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.lease(job, "w2", 1).isEmpty());
            assertThat(bench.frontier().extend(Bench.QUEUE, "w1", List.of(lease.token())))
                    .isEmpty();
            assertThat(bench.done(lease, "w1")).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void answersNobodyAtAPortWithoutServer() {
        var settings = new RedisSettings(URI.create("redis://127.0.0.1:1"), null, null, "crawl");
        try (var queue = RedisQueue.connect(settings)) {
            assertThatThrownBy(() -> queue.jobs().registered())
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("redis://127.0.0.1:1")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void saysThatThePasswordIsWrongWithoutTellingIt() {
        try (var server = RedisServerProcess.start("--requirepass", "right");
                var queue = RedisQueue.connect(new RedisSettings(server.uri(), null, "wrong-secret", "crawl"))) {
            assertThatThrownBy(() -> queue.jobs().registered())
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("wrong-secret");
            try (var right = RedisQueue.connect(new RedisSettings(server.uri(), null, "right", "crawl"))) {
                assertThat(right.jobs().registered()).isEmpty();
            }
        }
    }

    @Test
    void refusesAPrefixThatKeysCannotBear() {
        var settings = new RedisSettings(URI.create("redis://127.0.0.1:1"), null, null, "a*{b}");

        assertThatThrownBy(() -> RedisQueue.connect(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a*{b}");
    }

    @Test
    void keepsInstallationsWithOtherPrefixesApart() {
        try (var bench = Bench.usual();
                var other = RedisQueue.connect(bench.server.settings("other"))) {
            var job = bench.opened(1);

            assertThat(other.jobs().registered()).isEmpty();
            assertThat(other.frontier().lease(job, "w", 1).state()).isEqualTo(JobState.GONE);
        }
    }

    @Test
    void startsANewEpochAfterAWipe() {
        try (var bench = Bench.usual()) {
            var plan = Plans.plan(Bench.uid());
            var job = bench.opened(plan, 2);
            var epoch = bench.snapshot(job).epoch();
            var lease = bench.leaseOne(job, "w");
            bench.redis().flushall();

            assertThat(bench.done(lease, "w")).isEqualTo(Verdict.GONE);
            assertThat(bench.frontier()
                            .discover(lease.token(), "w", List.of(Plans.item("a.example", 5)))
                            .verdict())
                    .isEqualTo(Verdict.GONE);
            assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Gone());
            assertThat(bench.jobs().snapshots(List.of(job)).getFirst()).isEmpty();

            bench.opened(plan, 2);
            assertThat(bench.snapshot(job).epoch()).isNotEqualTo(epoch);
            assertThat(bench.leaseOne(job, "w").token().number())
                    .isGreaterThan(lease.token().number());
            assertThat(bench.done(lease, "w")).as("a token of the life before").isEqualTo(Verdict.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drainsAboveMaxmemoryAndRefusesWhatGrows(boolean bundled) {
        try (var bench = bench(bundled, QueueTimes.DEFAULT)) {
            var job = bench.opened(6);
            var leases = bench.lease(job, "w", 4);
            bench.redis().configSet("maxmemory-policy", "noeviction");
            bench.redis().configSet("maxmemory", "100kb");
            var before = bench.snapshot(job);

            assertThatThrownBy(() -> bench.frontier()
                            .discover(leases.getFirst().token(), "w", List.of(Plans.item("b.example", 99))))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("maxmemory");
            assertThatThrownBy(() -> bench.jobs().open(Plans.plan(Bench.uid()))).isInstanceOf(QueueFullException.class);
            assertThat(bench.snapshot(job).discovered()).isEqualTo(before.discovered());

            assertThat(bench.settle(leases.get(0), "w", new Outcome.PutBack(Duration.ZERO)))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.done(leases.get(1), "w")).isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.settle(leases.get(2), "w", new Outcome.Retry("Timeout", "", Duration.ofMillis(5))))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.frontier()
                            .extend(Bench.QUEUE, "w", List.of(leases.get(3).token())))
                    .isEmpty();
            assertThat(bench.settle(leases.get(3), "w", new Outcome.Dead("Http4xx", "404", true)))
                    .isEqualTo(Verdict.ACCEPTED);
            var left = new ArrayList<Lease>();
            await().until(() -> left.addAll(bench.lease(job, "w", 9)) && left.size() == 4);
            for (var lease : left) assertThat(bench.done(lease, "w")).isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        }
    }

    @Test
    void saysThatAReplicaTakesNoWrites() {
        try (var primary = RedisServerProcess.start();
                var bench = bench(false, QueueTimes.DEFAULT, "--replicaof", "127.0.0.1 " + primary.port())) {
            assertThatThrownBy(() -> bench.jobs().open(Plans.plan("x")))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("READONLY");
            assertThat(bench.queue.server().facts().readOnly()).isTrue();
        }
    }

    @Test
    void servesManyThreadsOverOneConnection() throws Exception {
        try (var bench = Bench.usual();
                var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var job = bench.opened(Plans.delayed(Bench.uid(), 0, 1000), 1000);
            var tasks = LongStream.range(0, 20)
                    .mapToObj(worker -> (java.util.concurrent.Callable<Integer>) () -> work(bench, job, "w" + worker))
                    .toList();

            int done = 0;
            for (var task : threads.invokeAll(tasks)) done += task.get();

            assertThat(done).isEqualTo(1000);
            assertThat(bench.snapshot(job).done()).isEqualTo(1000);
            assertThat(bench.jobs().results(job, "0", 2000).stream()
                            .map(Jobs.Entry::json)
                            .distinct())
                    .hasSize(1000);
        }
    }

    private static int work(Bench bench, JobKey job, String worker) {
        int done = 0;
        while (true) {
            var leases = bench.lease(job, worker, 7);
            if (leases.isEmpty()) return done;
            for (var lease : leases) assertThat(bench.done(lease, worker)).isEqualTo(Verdict.ACCEPTED);
            done += leases.size();
        }
    }
}
