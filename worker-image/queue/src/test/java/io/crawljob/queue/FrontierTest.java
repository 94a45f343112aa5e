package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the frontier promises a worker: order, politeness and admission. */
@Tag("contract")
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
        assertThat(bench.snapshot(job).skips()).contains(new Snapshot.Tally("MaxPages", 2, "https://b.example/13", ""));
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
    void excludesAtOnceWhatARuleIsKnownToLeaveOut() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");
        var denied = new NewItem("host:a.example", 70, 1, "https://a.example/70", "RobotsDenied");
        var links = List.of(denied, Plans.item("a.example", 71));

        assertThat(bench.frontier().discover(lease.token(), "w", links))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 1, 0, 0));
        assertThat(bench.frontier().discover(lease.token(), "w", links))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 0, 2, 0));

        bench.done(lease, "w");
        assertThat(bench.lease(job, "w", 9))
                .extracting(next -> next.token().id())
                .containsExactly(71L);
        assertThat(bench.snapshot(job).discovered()).isEqualTo(3);
        assertThat(bench.snapshot(job).excluded()).isEqualTo(1);
        assertThat(bench.snapshot(job).exclusions())
                .containsExactly(new Snapshot.Tally("RobotsDenied", 1, "https://a.example/70", ""));
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void countsTheLinksThatAPageLeftOutOnceItsEndIsAccepted() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);
        var ends = IntStream.range(0, 2)
                .mapToObj(i -> new Settlement(
                        leases.get(i).token(),
                        new Outcome.Fetched(1, null, null),
                        Map.of(
                                "OutOfScope", new Frontier.Skipped(2, "https://x.example/" + i),
                                "NoFollow", new Frontier.Skipped(1, "https://a.example/" + i))))
                .toList();

        assertThat(bench.frontier().settle(job, "w", ends)).containsOnly(Verdict.ACCEPTED);
        assertThat(bench.frontier().settle(job, "w", ends)).containsOnly(Verdict.REFUSED);

        var snapshot = bench.snapshot(job);
        assertThat(snapshot.skippedLinks()).isEqualTo(6);
        assertThat(snapshot.skips())
                .containsExactlyInAnyOrder(
                        new Snapshot.Tally("OutOfScope", 4, "https://x.example/0", ""),
                        new Snapshot.Tally("NoFollow", 2, "https://a.example/0", ""));
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
        assertThat(bench.scan("*nobody*")).isEmpty();
    }

    @Test
    void refusesNamesThatWouldBreakTheProtocol() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");

        assertThatThrownBy(() -> bench.lease(job, "a|b", 1)).hasMessageContaining("a|b");
        assertThatThrownBy(() -> bench.settle(lease, "w", new Outcome.Excluded("no rule")))
                .hasMessageContaining("no rule");
        assertThatThrownBy(() -> bench.lease(job, "w", 257)).hasMessageContaining("at most 256");
    }
}
