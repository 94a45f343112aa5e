package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the frontier promises a worker. */
class FrontierTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.shortLeases();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void leasesALaneInTheOrderOfItsDiscovery() {
        var job = bench.opened(5);

        assertThat(bench.lease(job, "w", 5))
                .extracting(lease -> lease.token().id())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void neverLeasesAnItemTwiceAtOnce() {
        var job = bench.opened(8);
        var seen = new HashSet<Long>();

        for (var worker : List.of("w1", "w2", "w3")) {
            for (var lease : bench.lease(job, worker, 3))
                assertThat(seen.add(lease.token().id())).isTrue();
        }

        assertThat(seen).hasSize(8);
        assertThat(bench.lease(job, "w4", 10)).isEmpty();
    }

    @Test
    void leasesNoMoreOfALaneThanTheJobsOwnConcurrency() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 2), 5);

        var first = bench.lease(job, "w", 5);
        assertThat(first).hasSize(2);
        assertThat(bench.lease(job, "w", 5)).isEmpty();

        bench.done(first.getFirst(), "w");
        assertThat(bench.lease(job, "w", 5)).hasSize(1);
    }

    @Test
    void spacesALaneByTheJobsOwnDelay() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 150, 5), 3);

        var first = bench.frontier().lease(job, "w", 5);
        assertThat(first.leases()).hasSize(1);
        assertThat(first.askAgainIn()).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));

        var next = new ArrayList<Lease>();
        await().until(() -> next.addAll(bench.lease(job, "w", 5)));
        assertThat(next).hasSize(1);
    }

    @Test
    void startsNoMoreThanTheJobsOwnRateAllows() {
        var plan = Plans.plan(Bench.uid(), new Plan.Limits(1000, null, null), new Plan.Politeness(0, 100, 600));
        var job = bench.opened(plan, 50);

        var taken = bench.lease(job, "w", 50);

        // 600 a minute is 10 a second: one second's worth and the one that is due.
        assertThat(taken).hasSizeBetween(11, 12);
        assertThat(bench.frontier().lease(job, "w", 50).askAgainIn()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void takesEachLinkOnceWhateverItsState() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);
        bench.done(leases.get(1), "w");

        var answer = bench.frontier()
                .discover(
                        leases.getFirst().token(),
                        "w",
                        List.of(
                                Plans.item("a.example", 1),
                                Plans.item("a.example", 2),
                                Plans.item("b.example", 3),
                                Plans.item("b.example", 3)));

        assertThat(answer).isEqualTo(new Discovery(Verdict.ACCEPTED, 1, 3, 0));
        assertThat(bench.frontier()
                        .discover(leases.getFirst().token(), "w", List.of(Plans.item("b.example", 3)))
                        .admitted())
                .isZero();
    }

    @Test
    void refusesLinksOfWhoDoesNotHoldThePage() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");

        assertThat(bench.frontier()
                        .discover(lease.token(), "other", List.of(Plans.item("b.example", 9)))
                        .verdict())
                .isEqualTo(Verdict.REFUSED);
        assertThat(bench.snapshot(job).discovered()).isEqualTo(1);
    }

    @Test
    void admitsNoMoreThanTheLimitAndTakesNoMarkForTheRest() {
        var plan = Plans.limited(Bench.uid(), 3, null, null);
        var job = bench.opened(plan, 2);
        var lease = bench.leaseOne(job, "w");
        var links = List.of(Plans.item("b.example", 11), Plans.item("b.example", 12), Plans.item("b.example", 13));

        assertThat(bench.frontier().discover(lease.token(), "w", links))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 1, 0, 2));
        bench.jobs().open(Plans.generation(plan, 2, new Plan.Limits(10, null, null), Priority.NORMAL));

        assertThat(bench.frontier().discover(lease.token(), "w", links))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 2, 1, 0));
        assertThat(bench.snapshot(job).exclusions())
                .contains(new Snapshot.Tally("MaxPages", 2, "https://b.example/13", ""));
    }

    @Test
    void admitsNoMoreOfAHostThanItsLimit() {
        var job = bench.opened(Plans.limited(Bench.uid(), 100, 2L, null), 3);

        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.discovered(), snapshot.skippedLinks())).containsExactly(2L, 1L);
        assertThat(bench.jobs().seed(job, List.of(Plans.item("b.example", 9))).admitted())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatComesAfterTheLeaseWentToAnother() {
        var job = bench.opened(1);
        var old = bench.leaseOne(job, "w1");
        var now = new ArrayList<Lease>();
        await().until(() -> now.addAll(bench.lease(job, "w2", 1)));

        assertThat(bench.done(old, "w1")).isEqualTo(Verdict.REFUSED);
        assertThat(bench.frontier().extend(Bench.QUEUE, "w1", List.of(old.token())))
                .containsExactly(old.token());
        assertThat(bench.done(now.getFirst(), "w2")).isEqualTo(Verdict.ACCEPTED);
        assertThat(bench.done(now.getFirst(), "w2")).isEqualTo(Verdict.REFUSED);

        assertThat(now.getFirst().token().number()).isGreaterThan(old.token().number());
        assertThat(bench.snapshot(job).done()).isEqualTo(1);
        assertThat(bench.jobs().results(job, "0", 10)).hasSize(1);
    }

    @Test
    void refusesAnotherWorkersToken() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w1");

        assertThat(bench.done(lease, "w2")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void refusesAWorkerOfTheSameNameInAnotherProcess() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w1");

        try (var other = RedisQueue.connect(bench.server.settings())) {
            assertThat(other.frontier()
                            .settle(job, "w1", List.of(new Settlement(lease.token(), new Outcome.Redirected()))))
                    .containsExactly(Verdict.REFUSED);
        }
    }

    @Test
    void keepsWhatIsExtended() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");
        var end = System.nanoTime() + Bench.LEASE.multipliedBy(3).toNanos();

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(bench.frontier().extend(Bench.QUEUE, "w", List.of(lease.token())))
                    .isEmpty();
            assertThat(bench.lease(job, "w2", 1)).isEmpty();
            return System.nanoTime() > end;
        });

        assertThat(bench.done(lease, "w")).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void countsACrashWhenAWorkerWithoutSignOfLifeLosesItsItem() {
        var job = bench.opened(1);
        bench.leaseOne(job, "dead");
        var again = new ArrayList<Lease>();

        await().until(() -> again.addAll(bench.lease(job, "w", 1)));

        assertThat(again.getFirst().crashes()).isEqualTo(1);
        assertThat(again.getFirst().attempt()).isZero();
    }

    @Test
    void countsNothingWhenALivingWorkersItemRunsOut() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 1), 2);
        var slow = bench.leaseOne(job, "slow");
        var again = new ArrayList<Lease>();

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            // The worker lives, but does not extend this one.
            bench.frontier().extend(Bench.QUEUE, "slow", List.of(new Token(job, 99, 99)));
            return again.addAll(bench.lease(job, "w", 1));
        });

        assertThat(again.getFirst().token().id())
                .as("its place at the head")
                .isEqualTo(slow.token().id());
        assertThat(again.getFirst().crashes()).isZero();
    }

    @Test
    void buriesAnItemThatKillsItsWorkersAndLeavesTheOthersUntouched() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 1), 2);
        for (int crash = 0; crash < 5; crash++) {
            var poison = bench.leaseOne(job, "w" + crash);
            assertThat(poison.token().id()).isEqualTo(1);
            assertThat(poison.crashes()).isEqualTo(crash);
            bench.frontier().pick(Bench.QUEUE, "w" + crash, 16);
            assertThat(reapJob(job, "w" + crash)).isEqualTo(1);
        }

        assertThat(bench.leaseOne(job, "w").token().id()).isEqualTo(2);
        assertThat(bench.snapshot(job).failures())
                .containsExactly(
                        new Snapshot.Tally("WorkerLost", 1, "https://a.example/1", "its worker died with it 5 times"));
    }

    /** By the job's key alone, whoever else picked it. */
    private static long reapJob(JobKey job, String worker) {
        bench.frontier().extend(Bench.QUEUE, worker, List.of(new Token(job, 0, 0)));
        return bench.jobs().reap(Bench.QUEUE, worker);
    }

    @Test
    void leasesAnItemThatCrashedTwiceAlone() {
        var job = bench.opened(3);
        for (int crash = 0; crash < 2; crash++) {
            assertThat(bench.lease(job, "w" + crash, 1)).hasSize(1);
            reapJob(job, "w" + crash);
        }

        assertThat(bench.lease(job, "w", 3))
                .extracting(lease -> lease.token().id())
                .containsExactly(1L);
        assertThat(bench.lease(job, "w", 3))
                .extracting(lease -> lease.token().id())
                .containsExactly(2L, 3L);
    }

    @Test
    void retriesNotBeforeTheDelayAndNeverMoreThanTheLimit() {
        var job = bench.opened(1);
        for (int attempt = 0; attempt <= 3; attempt++) {
            var lease = new ArrayList<Lease>();
            await().pollInterval(Duration.ofMillis(5)).until(() -> lease.addAll(bench.lease(job, "w", 1)));
            assertThat(lease.getFirst().attempt()).isEqualTo(attempt);
            bench.settle(lease.getFirst(), "w", new Outcome.Retry("Timeout", "slow", Duration.ofMillis(60)));
            assertThat(bench.lease(job, "w", 1)).isEmpty();
        }

        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.failed(), snapshot.retries(), snapshot.delayed()))
                .containsExactly(1L, 3L, 0L);
        assertThat(snapshot.failures())
                .containsExactly(new Snapshot.Tally("Timeout", 1, "https://a.example/1", "slow"));
    }

    @Test
    void bringsRetriesOfOneMillisecondBackInTheirOrder() {
        var job = bench.opened(8);
        var settlements = bench.lease(job, "w", 8).stream()
                .map(lease -> new Settlement(lease.token(), new Outcome.Retry("Timeout", "", Duration.ofMillis(30))))
                .toList();

        bench.frontier().settle(job, "w", settlements);

        var back = new ArrayList<Lease>();
        await().until(() -> back.addAll(bench.lease(job, "w", 8)));
        assertThat(back).extracting(lease -> lease.token().id()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void bringsAShortDelayThatCameLaterBackFirst() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);

        bench.settle(leases.get(0), "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));
        bench.settle(leases.get(1), "w", new Outcome.Retry("Timeout", "", Duration.ofMillis(20)));

        var back = new ArrayList<Lease>();
        await().until(() -> back.addAll(bench.lease(job, "w", 2)));
        assertThat(back).extracting(lease -> lease.token().id()).containsExactly(2L);
    }

    @Test
    void putsBackToTheHeadUncountedAndLetsTheLaneRest() {
        var job = bench.opened(3);
        var leases = bench.lease(job, "w", 2);
        var settlements = leases.stream()
                .map(lease -> new Settlement(lease.token(), new Outcome.PutBack(Duration.ofMillis(80))))
                .toList();

        bench.frontier().settle(job, "w", settlements);

        assertThat(bench.lease(job, "w", 3)).isEmpty();
        var back = new ArrayList<Lease>();
        await().until(() -> back.addAll(bench.lease(job, "w", 3)));
        assertThat(back).extracting(lease -> lease.token().id()).containsExactly(1L, 2L, 3L);
        assertThat(back).allMatch(lease -> lease.attempt() == 0 && lease.crashes() == 0);
    }

    @Test
    void givesTheRateOfWhatIsPutBackBack() {
        var plan = Plans.plan(Bench.uid(), new Plan.Limits(1000, null, null), new Plan.Politeness(0, 100, 60));
        var job = bench.opened(plan, 5);
        var leases = bench.lease(job, "w", 5);
        assertThat(leases).hasSize(2);

        for (var lease : leases) bench.settle(lease, "w", new Outcome.PutBack(Duration.ZERO));

        assertThat(bench.lease(job, "w", 5)).hasSize(2);
    }

    @Test
    void makesNoTwoRecordsOfOnePageThatTwoUrlsLeadTo() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);

        bench.settle(leases.get(0), "w", new Outcome.Fetched(1, "{}", 77L));
        bench.settle(leases.get(1), "w", new Outcome.Fetched(1, "{}", 77L));

        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.done(), snapshot.excluded())).containsExactly(1L, 1L);
        assertThat(snapshot.exclusions()).extracting(Snapshot.Tally::name).containsExactly("Duplicate");
        assertThat(bench.jobs().results(job, "0", 10)).hasSize(1);
        assertThat(bench.jobs().seed(job, List.of(Plans.item("a.example", 77))).known())
                .isEqualTo(1);
    }

    @Test
    void excludesWhatWasRedirectedAway() {
        var job = bench.opened(1);

        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Redirected());

        assertThat(bench.snapshot(job).exclusions())
                .containsExactly(new Snapshot.Tally("Redirected", 1, "https://a.example/1", ""));
    }

    @Test
    void settlesAndLeasesInOneStep() {
        var job = bench.opened(4);
        var first = bench.lease(job, "w", 2);
        var ends = first.stream()
                .map(lease -> new Settlement(lease.token(), new Outcome.Fetched(1, null, null)))
                .toList();

        var settled = bench.frontier().settleAndLease(job, "w", ends, 2);

        assertThat(settled.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThat(settled.next().leases())
                .extracting(lease -> lease.token().id())
                .containsExactly(3L, 4L);
    }

    @Test
    void leasesNoMoreOfALaneThanTheGateToldOfIt() {
        var job = bench.opened(0);
        bench.seed(job, "told.example", 1, 6);
        var leases = bench.lease(job, "w", 3);
        var budget = new Gate.Budget(Duration.ZERO, 1, null, null, 1);
        bench.gate().reserve(List.of(new Gate.Request("host:told.example", job + "|x", budget)));

        for (var lease : leases) bench.settle(lease, "w", new Outcome.PutBack(Duration.ZERO));

        assertThat(bench.lease(job, "w", 6)).hasSize(1);
    }

    @Test
    void answersGoneForAJobThatWasNeverOpened() {
        var job = new JobKey("test", "nobody");
        var token = new Token(job, 1, 1);

        assertThat(bench.frontier().lease(job, "w", 1).state()).isEqualTo(JobState.GONE);
        assertThat(bench.frontier().plan(job)).isEmpty();
        assertThat(bench.frontier()
                        .discover(token, "w", List.of(Plans.item("a.example", 1)))
                        .verdict())
                .isEqualTo(Verdict.GONE);
        assertThat(bench.frontier().settle(job, "w", List.of(new Settlement(token, new Outcome.Redirected()))))
                .containsExactly(Verdict.GONE);
        assertThat(bench.frontier().extend(Bench.QUEUE, "w", List.of(token))).containsExactly(token);
        bench.frontier().countSkipped(job, Map.of("OutOfScope", new Frontier.Skipped(1, "https://x.example/")));
        assertThat(bench.scan("*nobody*")).isEmpty();
    }

    @Test
    void refusesNamesThatWouldBreakTheProtocol() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");

        assertThatThrownBy(() -> bench.lease(job, "a|b", 1)).hasMessageContaining("a|b");
        assertThatThrownBy(() -> bench.jobs().seed(job, List.of(new NewItem("host:a|b", 1, 0, ""))))
                .hasMessageContaining("host:a|b");
        assertThatThrownBy(() -> bench.settle(lease, "w", new Outcome.Excluded("no rule")))
                .hasMessageContaining("no rule");
        assertThatThrownBy(() -> bench.lease(job, "w", 257)).hasMessageContaining("at most 256");
    }
}
