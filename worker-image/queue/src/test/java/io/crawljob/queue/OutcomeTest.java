package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of an item by its outcome. */
@Tag("contract")
class OutcomeTest {

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
        assertThat(snapshot.retried()).containsExactly(new Snapshot.Tally("Timeout", 3, "https://a.example/1", "slow"));
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
                .map(lease -> new Settlement(lease.token(), new Outcome.PutBack(Duration.ofMillis(500))))
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
}
