package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server's clock is set by minutes while a job runs. (A client's clock is never read: the queue has no time but the server's.) */
class ClockTest {

    private static final Duration JUMP = Duration.ofMinutes(10);
    private static final QueueTimes TIMES =
            new QueueTimes(Bench.LEASE, Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(1));

    private ServerClock clock;
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        clock = ServerClock.start();
        bench = new Bench(clock.server(), TIMES).grownUp();
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
        clock.close();
    }

    private Instant serverTime() {
        return Instant.ofEpochSecond(Long.parseLong(bench.redis().time().getFirst()));
    }

    private boolean picks(JobKey job) {
        bench.snapshot(job);
        return bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().equals(List.of(job));
    }

    /** The job goes on where it was, which may be some milliseconds before the last thing that it did. */
    private Lease leaseSoon(JobKey job) {
        return await().until(() -> bench.lease(job, "w", 1), leases -> !leases.isEmpty())
                .getFirst();
    }

    @Test
    void goesOnWhenTheServersClockIsSetBack() throws IOException {
        var before = serverTime();
        var job = bench.opened(6);
        var settled = bench.leaseOne(job, "w");
        var delayed = bench.leaseOne(job, "w");
        var lost = bench.leaseOne(job, "crashed");
        bench.settle(delayed, "w", new Outcome.Retry("Timeout", "", Duration.ofSeconds(1)));

        clock.set(JUMP.negated());

        assertThat(serverTime()).isBefore(before.minusSeconds(500));
        assertThat(bench.done(settled, "w")).isEqualTo(Verdict.ACCEPTED);
        assertThat(leaseSoon(job).token().id()).isEqualTo(4);
        await().atMost(Duration.ofMinutes(1)).until(() -> picks(job));
        var again = new TreeSet<Long>();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            bench.lease(job, "w", 8).forEach(lease -> again.add(lease.token().id()));
            return again.containsAll(List.of(delayed.token().id(), lost.token().id(), 5L, 6L));
        });
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void tellsTimesByTheServersClockAlsoAfterItWasSetBack() throws IOException {
        var job = bench.opened(2);
        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Dead("Http4xx", "410", true));

        clock.set(JUMP.negated());
        bench.settle(leaseSoon(job), "w", new Outcome.Dead("Http4xx", "410", true));

        var died = bench.jobs().deadLetters(job, 0, 10).stream()
                .map(letter -> letter.died())
                .toList();
        assertThat(died)
                .hasSize(2)
                .anyMatch(at -> Duration.between(serverTime(), at).abs().toSeconds() < 300);
    }

    @Test
    void losesNothingWhenTheServersClockIsSetForward() throws IOException {
        var job = bench.opened(2);
        var leased = bench.leaseOne(job, "w");

        clock.set(JUMP);

        var again = bench.lease(job, "w", 8);
        assertThat(again).extracting(lease -> lease.token().id()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(bench.done(leased, "w")).isEqualTo(Verdict.REFUSED);
        again.forEach(lease -> assertThat(bench.done(lease, "w")).isEqualTo(Verdict.ACCEPTED));
        assertThat(bench.snapshot(job).done()).isEqualTo(2);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void forgetsWhyAWorkerCouldNotDoAJobsPagesWhenNoneSaysSoAnyMore() throws IOException {
        var job = bench.opened(1);
        bench.frontier().complain(job, new Complaint(Complaint.Kind.BROWSER, "it has none"));
        clock.set(Duration.ofSeconds(15));
        assertThat(bench.snapshot(job).complaint()).isNotNull();

        clock.set(Duration.ofSeconds(30));

        assertThat(bench.snapshot(job).complaint()).isNull();
    }
}
