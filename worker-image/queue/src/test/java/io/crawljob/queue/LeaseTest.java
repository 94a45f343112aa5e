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

/** Who holds an item, and when it is taken back. */
@Tag("contract")
class LeaseTest {

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
}
