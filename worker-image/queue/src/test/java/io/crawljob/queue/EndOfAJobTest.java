package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a job ends, and how its keys go. */
@Tag("contract")
class EndOfAJobTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void neverFinishesWhileASeedMayCome() {
        var plan = Plans.plan(Bench.uid());
        bench.jobs().open(plan);

        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.NotYet("its seeds are not all in"));

        bench.jobs().seeded(plan.job());
        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.Closed());
        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.Closed());
    }

    @Test
    void neverFinishesWhileAnItemWaits() {
        assertThat(bench.jobs().finish(bench.opened(1)))
                .isEqualTo(new Jobs.Finish.NotYet("1 waiting, 0 delayed, 0 leased"));
    }

    @Test
    void neverFinishesWhileAnItemIsLeased() {
        var job = bench.opened(1);
        bench.leaseOne(job, "w");

        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("0 waiting, 0 delayed, 1 leased"));
    }

    @Test
    void neverFinishesWhileAnItemIsDelayed() {
        var job = bench.opened(1);
        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));

        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("0 waiting, 1 delayed, 0 leased"));
    }

    @Test
    void takesNothingMoreOnceItIsFinished() {
        var job = bench.opened(0);
        bench.jobs().finish(job);

        assertThat(bench.jobs().seed(job, List.of(Plans.item("a.example", 1))).verdict())
                .isEqualTo(Verdict.REFUSED);
        assertThat(bench.frontier().lease(job, "w", 1).state()).isEqualTo(JobState.FINISHED);
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 100).jobs()).doesNotContain(job);
        bench.jobs().suspend(job);
        bench.jobs().cancel(job);
        assertThat(bench.snapshot(job).state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void cancelsWhatWaitsIsDelayedOrLeased() {
        var job = bench.opened(5);
        var leases = bench.lease(job, "w", 3);
        bench.done(leases.get(0), "w");
        bench.settle(leases.get(1), "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));

        bench.jobs().cancel(job);
        bench.jobs().cancel(job);

        assertThat(bench.done(leases.get(2), "w")).isEqualTo(Verdict.REFUSED);
        var snapshot = bench.snapshot(job);
        assertThat(snapshot.state()).isEqualTo(JobState.CANCELLED);
        assertThat(List.of(
                        snapshot.discovered(),
                        snapshot.done(),
                        snapshot.excluded(),
                        snapshot.waiting(),
                        snapshot.delayed(),
                        snapshot.leased()))
                .containsExactly(5L, 1L, 4L, 0L, 0L, 0L);
        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        bench.jobs().resume(job);
        assertThat(bench.snapshot(job).state()).isEqualTo(JobState.CANCELLED);
        assertThat(bench.jobs().results(job, "0", 9)).hasSize(1);
    }

    @Test
    void purgesEveryKeyOfAJobAndLeavesItsNeighbourWhole() {
        var neighbour = bench.opened(5);
        var held = bench.leaseOne(neighbour, "w");
        var before = bench.snapshot(neighbour);
        var job = bench.opened(Plans.limited(Bench.uid(), 400_000, 1000L, null), 0);
        bench.seedHosts(job, 256);
        for (int i = 0; i < 2; i++) {
            bench.jobs()
                    .seed(
                            job,
                            LongStream.rangeClosed(1, 256)
                                    .mapToObj(id -> Plans.item("x%d.example".formatted(id % 200), 1000 + id))
                                    .toList());
        }
        var leases = bench.lease(job, "w", 3);
        bench.done(leases.get(0), "w");
        bench.settle(leases.get(1), "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));
        bench.jobs().emit(job, "Progress", "{}");
        bench.frontier().pick(Bench.QUEUE, "w", 100);

        int calls = purge(job);

        assertThat(calls).as("in chunks").isGreaterThan(1);
        assertThat(bench.scan("*" + job.uid() + "}*")).isEmpty();
        // Workers' heartbeats name the jobs that they picked, for half a minute at the most.
        for (var shared : bench.scan("{crawl:q:*")) {
            if (shared.contains(":w:")) assertThat(bench.redis().pttl(shared)).isBetween(1L, 30_000L);
            else assertThat(bench.members(shared)).as(shared).doesNotContain(job.toString());
        }
        assertThat(bench.jobs().registered()).doesNotContain(job).contains(neighbour);
        assertThat(bench.done(leases.get(2), "w")).isEqualTo(Verdict.GONE);
        assertThat(bench.frontier()
                        .discover(leases.get(2).token(), "w", List.of(Plans.item("z.example", 5)))
                        .verdict())
                .isEqualTo(Verdict.GONE);
        assertThat(bench.frontier()
                        .extend(Bench.QUEUE, "w", List.of(leases.get(2).token())))
                .hasSize(1);
        assertThat(bench.scan("*" + job.uid() + "}*"))
                .as("a late worker brings nothing back")
                .isEmpty();
        assertThat(bench.snapshot(neighbour))
                .usingRecursiveComparison()
                .ignoringFields("readAt")
                .isEqualTo(before);
        assertThat(bench.done(held, "w")).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void takesAJobThatIsBeingPurgedForGone() {
        var job = bench.opened(0);
        for (int from = 0; from < 600; from += 200) {
            long first = from;
            bench.jobs()
                    .seed(
                            job,
                            LongStream.range(first, first + 200)
                                    .mapToObj(id -> Plans.item("h%d.example".formatted(id), id))
                                    .toList());
        }
        assertThat(bench.jobs().purge(job)).isFalse();

        assertThat(bench.frontier().lease(job, "w", 1).state()).isEqualTo(JobState.GONE);
        assertThat(bench.frontier().plan(job)).isEmpty();
        assertThat(bench.snapshot(job).state()).isEqualTo(JobState.DRAINING);
        assertThat(bench.jobs().open(Plans.run(Plans.plan(job.uid()), 2))).isEqualTo(Jobs.Opened.OCCUPIED);
        assertThat(bench.jobs()
                        .seed(job, List.of(Plans.item("a.example", 9999)))
                        .verdict())
                .isEqualTo(Verdict.GONE);
        purge(job);
    }

    private static int purge(JobKey job) {
        int calls = 1;
        while (!bench.jobs().purge(job)) calls++;
        return calls;
    }
}
