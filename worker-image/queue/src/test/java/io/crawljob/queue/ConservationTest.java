package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work on a job, recounted after each step from the structures themselves: discovered = waiting + delayed + leased + done + failed + excluded. */
@Tag("contract")
class ConservationTest {

    private static final List<String> WORKERS = List.of("w1", "w2", "w3");
    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsAfterEveryStep(long seed) {
        var run = new Run(new Random(seed));

        for (int step = 0; step < 250; step++) {
            run.step();
            run.recount("seed %d, step %d".formatted(seed, step));
        }

        run.drain();
        run.recount("seed %d, drained".formatted(seed));
        assertThat(bench.jobs().finish(run.job)).isEqualTo(new Jobs.Finish.Closed());
    }

    private static final class Run {
        private final Random random;
        private final JobKey job;
        private final Map<Token, String> inHand = new HashMap<>();
        private final List<Settlement> lost = new ArrayList<>();
        private Plan plan;

        Run(Random random) {
            this.random = random;
            this.plan = Plans.limited(Bench.uid(), 300, 40L, null);
            this.job = bench.opened(plan, 20);
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> lease();
                case 3 -> discover();
                case 4, 5, 6, 7 -> settle();
                case 8 -> settleLate();
                case 9 -> reap();
                case 10 -> pauseOrRedrive();
                default -> changeLimits();
            }
        }

        private String worker() {
            return WORKERS.get(random.nextInt(WORKERS.size()));
        }

        private void lease() {
            var worker = worker();
            bench.frontier().extend(Bench.QUEUE, worker, List.of(new Token(job, 0, 0)));
            for (var lease : bench.lease(job, worker, 1 + random.nextInt(6))) hold(worker, lease);
        }

        private void hold(String worker, Lease lease) {
            assertThat(inHand.keySet())
                    .as("never two leases of one item")
                    .noneMatch(token -> token.id() == lease.token().id());
            inHand.put(lease.token(), worker);
        }

        private void discover() {
            if (inHand.isEmpty()) return;
            var token = inHand.keySet().iterator().next();
            var links = IntStream.range(0, random.nextInt(30))
                    .mapToObj(i -> Plans.item("h%d.example".formatted(random.nextInt(12)), random.nextInt(600) - 100))
                    .toList();
            var answer = bench.frontier().discover(token, String.valueOf(inHand.get(token)), links);
            assertThat(answer.admitted() + answer.known() + answer.overLimit()).isEqualTo(links.size());
        }

        private void settle() {
            var worker = worker();
            var settlements = inHand.entrySet().stream()
                    .filter(held -> held.getValue().equals(worker))
                    .limit(5)
                    .map(held -> new Settlement(held.getKey(), outcome()))
                    .toList();
            if (settlements.isEmpty()) return;
            var settled = bench.frontier().settleAndLease(job, worker, settlements, random.nextInt(3));
            assertThat(settled.verdicts()).containsOnly(Verdict.ACCEPTED);
            for (var settlement : settlements) {
                inHand.remove(settlement.token());
                lost.add(settlement);
            }
            for (var lease : settled.next().leases()) hold(worker, lease);
        }

        private Outcome outcome() {
            return switch (random.nextInt(9)) {
                case 0 -> new Outcome.Retry("Timeout", "slow", Duration.ofMillis(random.nextInt(50)));
                case 1 -> new Outcome.PutBack(Duration.ofMillis(random.nextInt(20)));
                case 2 -> new Outcome.Dead("Http4xx", "404", true);
                case 3 -> new Outcome.Dead("Timeout", "slow", false);
                case 4 -> new Outcome.Excluded("RobotsDenied");
                case 5 -> new Outcome.Redirected();
                case 6 -> new Outcome.Fetched(10, "{}", (long) random.nextInt(600));
                default -> new Outcome.Fetched(10, "{\"a\":1}", null);
            };
        }

        private void settleLate() {
            if (lost.isEmpty()) return;
            var late = lost.remove(random.nextInt(lost.size()));
            assertThat(bench.frontier().settle(job, worker(), List.of(late))).containsExactly(Verdict.REFUSED);
        }

        private void reap() {
            var worker = worker();
            long held = inHand.values().stream().filter(worker::equals).count();
            assertThat(bench.jobs().reap(Bench.QUEUE, worker)).isIn(0L, held);
            if (held > 0 && bench.redis().exists("{crawl:q:test/default}:w:" + worker) == 0) forget(worker);
        }

        /** What is no longer leased by Redis's own word. */
        private void forget(String worker) {
            inHand.entrySet()
                    .removeIf(held -> held.getValue().equals(worker)
                            && bench.redis()
                                            .zscore(
                                                    key("inf"),
                                                    Long.toString(held.getKey().id()))
                                    == null);
        }

        private void pauseOrRedrive() {
            switch (random.nextInt(3)) {
                case 0 -> bench.jobs().suspend(job);
                case 1 -> bench.jobs().resume(job);
                default -> bench.jobs().redrive(job, random.nextBoolean() ? null : "Http4xx", 1);
            }
        }

        private void changeLimits() {
            var limits = new Plan.Limits(50 + random.nextInt(400), 5L + random.nextInt(60), null);
            plan = Plans.generation(
                    plan, plan.generation() + 1, limits, random.nextBoolean() ? Priority.LOW : Priority.URGENT);
            assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.UPDATED);
            if (random.nextBoolean()) bench.seed(job, "s%d.example".formatted(random.nextInt(3)), 1000, 1010);
        }

        void drain() {
            bench.jobs().resume(job);
            bench.jobs().seeded(job);
            org.awaitility.Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        for (var held : inHand.entrySet()) {
                            var end = new Settlement(held.getKey(), new Outcome.Fetched(1, null, null));
                            assertThat(bench.frontier().settle(job, held.getValue(), List.of(end)))
                                    .containsExactly(Verdict.ACCEPTED);
                        }
                        inHand.clear();
                        for (var lease : bench.lease(job, "w1", 100)) hold("w1", lease);
                        return inHand.isEmpty()
                                && bench.snapshot(job).waiting() == 0
                                && bench.snapshot(job).delayed() == 0;
                    });
        }

        private String key(String name) {
            return "{crawl:" + job + "}:" + name;
        }

        void recount(String when) {
            var redis = bench.redis();
            var lists = bench.scan(key("q:*"));
            long waiting = lists.stream().mapToLong(redis::llen).sum();
            long delayed = redis.zcard(key("dly"));
            long leased = redis.zcard(key("inf"));
            var counters = redis.hgetall(key("c"));
            var snapshot = bench.snapshot(job);
            assertThat(List.of(snapshot.waiting(), snapshot.delayed(), snapshot.leased()))
                    .as(when)
                    .containsExactly(waiting, delayed, leased);
            assertThat(snapshot.discovered())
                    .as(when)
                    .isEqualTo(waiting + delayed + leased + snapshot.done() + snapshot.failed() + snapshot.excluded());
            assertThat(leased).as(when).isEqualTo(inHand.size());
            assertThat(redis.zcard(key("dlq"))).as(when).isEqualTo(snapshot.failed());
            assertThat(redis.hlen(key("fl"))).as(when).isEqualTo(delayed + leased + snapshot.failed());
            assertThat(bench.scan(key("s:*")).stream().mapToLong(redis::scard).sum())
                    .as(when)
                    .isGreaterThanOrEqualTo(snapshot.discovered());
            assertThat(snapshot.records()).as(when).isEqualTo(redis.xlen(key("res")));
            assertThat(redis.hvals(key("la")).stream()
                            .mapToLong(lane -> Long.parseLong(lane.substring(0, lane.indexOf('|'))))
                            .sum())
                    .as(when)
                    .isEqualTo(leased);
            for (var list : lists) {
                assertThat(redis.zscore(key("L"), list.substring(key("q:").length())))
                        .as(when + ", lane of " + list)
                        .isNotNull();
            }
            assertThat(counters).as(when).doesNotContainValue("-1");
        }
    }
}
