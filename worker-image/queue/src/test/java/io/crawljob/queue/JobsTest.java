package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the jobs port promises the operator while a job lives. */
@Tag("contract")
class JobsTest {

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
    void opensByRunAndGeneration() {
        var plan = Plans.plan(Bench.uid());
        var newer = Plans.generation(plan, 2, plan.limits(), Priority.HIGH);

        assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.CREATED);
        assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.UNCHANGED);
        assertThat(bench.jobs().open(newer)).isEqualTo(Jobs.Opened.UPDATED);
        assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.STALE);
        assertThat(bench.jobs().open(Plans.run(newer, 2))).isEqualTo(Jobs.Opened.OCCUPIED);
        assertThat(bench.frontier().plan(plan.job())).contains(newer);
        assertThat(bench.jobs().registered()).contains(plan.job());

        purge(plan.job());
        assertThat(bench.jobs().open(Plans.run(newer, 2))).isEqualTo(Jobs.Opened.CREATED);
        assertThat(bench.jobs().open(newer)).isEqualTo(Jobs.Opened.STALE);
    }

    @Test
    void growsLeaseNumbersOverRuns() {
        var plan = Plans.plan(Bench.uid());
        var job = bench.opened(plan, 1);
        var before = bench.leaseOne(job, "w").token();
        var epoch = bench.snapshot(job).epoch();

        purge(job);
        bench.opened(Plans.run(plan, 2), 1);

        assertThat(bench.leaseOne(job, "w").token().number()).isGreaterThan(before.number());
        assertThat(bench.snapshot(job).epoch()).isNotEqualTo(epoch);
        assertThat(bench.frontier().settle(job, "w", List.of(new Settlement(before, new Outcome.Redirected()))))
                .containsExactly(Verdict.REFUSED);
    }

    @Test
    void movesAJobToAnotherQueue() {
        var plan = Plans.plan(Bench.uid());
        var job = bench.opened(plan, 1);
        var moved = new Plan(
                1,
                job,
                plan.name(),
                "other",
                2,
                1,
                Priority.NORMAL,
                plan.scope(),
                plan.limits(),
                plan.fetch(),
                plan.politeness(),
                plan.retry(),
                plan.extract(),
                plan.store());

        bench.jobs().open(moved);

        assertThat(bench.frontier().pick(new QueueKey("test", "other"), "w", 10).jobs())
                .containsExactly(job);
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 100).jobs()).doesNotContain(job);
    }

    @Test
    void answersGoneForAJobWithoutKeys() {
        var job = new JobKey("test", "nobody");

        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Gone());
        assertThat(bench.jobs().seed(job, List.of(Plans.item("a.example", 1))).verdict())
                .isEqualTo(Verdict.GONE);
        assertThat(bench.jobs().snapshots(List.of(job))).containsExactly(java.util.Optional.empty());
        assertThat(bench.jobs().redrive(job, null, 2)).isZero();
        bench.jobs().seeded(job);
        bench.jobs().suspend(job);
        bench.jobs().resume(job);
        bench.jobs().cancel(job);
        assertThat(bench.jobs().purge(job)).isTrue();
        assertThat(bench.jobs().emit(job, "Started", "{}")).isEmpty();
        assertThat(bench.scan("*nobody*")).isEmpty();
    }

    @Test
    void leasesNothingWhileSuspendedAndRecordsWhatIsInHand() {
        var job = bench.opened(2);
        var lease = bench.leaseOne(job, "w");

        bench.jobs().suspend(job);

        assertThat(bench.frontier().lease(job, "w", 1)).satisfies(leased -> {
            assertThat(leased.state()).isEqualTo(JobState.SUSPENDED);
            assertThat(leased.leases()).isEmpty();
        });
        assertThat(bench.frontier()
                        .discover(lease.token(), "w", List.of(Plans.item("b.example", 9)))
                        .admitted())
                .isEqualTo(1);
        assertThat(bench.done(lease, "w")).isEqualTo(Verdict.ACCEPTED);
        bench.jobs().resume(job);
        assertThat(bench.lease(job, "w", 9)).hasSize(2);
    }

    @Test
    void redrivesAllThatIsNotPermanentOrOneClass() {
        var job = bench.opened(4);
        var leases = bench.lease(job, "w", 4);
        bench.settle(leases.get(0), "w", new Outcome.Dead("Timeout", "slow", false));
        bench.settle(leases.get(1), "w", new Outcome.Dead("Http4xx", "404", true));
        bench.settle(leases.get(2), "w", new Outcome.Dead("Dns", "unknown", false));
        bench.done(leases.get(3), "w");
        bench.jobs().finish(job);

        assertThat(bench.jobs().redrive(job, "Dns", 2)).isEqualTo(1);
        assertThat(bench.leaseOne(job, "w"))
                .satisfies(lease -> assertThat(lease.attempt()).isZero());
        assertThat(bench.jobs().redrive(job, null, 2)).isEqualTo(1);
        assertThat(bench.jobs().redrive(job, null, 2)).isZero();
        assertThat(bench.jobs().redrive(job, "Http4xx", 2)).isEqualTo(1);

        var snapshot = bench.snapshot(job);
        assertThat(snapshot.state()).as("a finished job runs again").isEqualTo(JobState.RUNNING);
        assertThat(List.of(snapshot.failed(), snapshot.waiting(), snapshot.leased()))
                .containsExactly(0L, 2L, 1L);
        assertThat(snapshot.failures()).isEmpty();
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 100).jobs()).contains(job);
    }

    @Test
    void redrivesMoreThanOneCallCanMove() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 1000), 600);
        for (int i = 0; i < 3; i++) {
            var ends = bench.lease(job, "w", 200).stream()
                    .map(lease -> new Settlement(
                            lease.token(),
                            new Outcome.Dead(
                                    lease.token().id() % 2 == 0 ? "Timeout" : "Http4xx",
                                    "",
                                    lease.token().id() % 2 == 1)))
                    .toList();
            bench.frontier().settle(job, "w", ends);
        }

        assertThat(bench.jobs().redrive(job, null, 2)).isEqualTo(300);
        assertThat(bench.snapshot(job).failed()).isEqualTo(300);
    }

    @Test
    void reapsWhatADeadWorkerHeldInAllItsJobs() {
        var first = bench.opened(2);
        var second = bench.opened(2);
        var queue = new QueueKey("test", "default");
        bench.frontier()
                .extend(
                        queue,
                        "dead",
                        List.of(
                                bench.leaseOne(first, "dead").token(),
                                bench.leaseOne(second, "dead").token()));
        var other = bench.leaseOne(second, "alive");

        assertThat(bench.jobs().reap(queue, "dead")).isEqualTo(2);
        assertThat(bench.jobs().reap(queue, "dead")).isZero();

        assertThat(bench.leaseOne(first, "w").crashes()).isEqualTo(1);
        assertThat(bench.done(other, "alive")).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void reapsWhatWasLeasedSinceTheLastHeartbeat() {
        var queue = new QueueKey("test", "reaped");
        var plan = Plans.plan(Bench.uid());
        bench.jobs()
                .open(new Plan(
                        1,
                        plan.job(),
                        plan.name(),
                        "reaped",
                        1,
                        1,
                        Priority.NORMAL,
                        plan.scope(),
                        plan.limits(),
                        plan.fetch(),
                        plan.politeness(),
                        plan.retry(),
                        plan.extract(),
                        plan.store()));
        bench.seed(plan.job(), "a.example", 1, 3);

        await().until(() -> bench.frontier().pick(queue, "dead", 1).jobs().equals(List.of(plan.job())));
        bench.lease(plan.job(), "dead", 3);

        assertThat(bench.jobs().reap(queue, "dead")).isEqualTo(3);
        assertThat(bench.lease(plan.job(), "w", 3))
                .extracting(lease -> lease.token().id())
                .containsExactly(1L, 2L, 3L);
    }

    private static void purge(JobKey job) {
        while (!bench.jobs().purge(job)) assertThat(bench.frontier().plan(job)).isEmpty();
    }
}
