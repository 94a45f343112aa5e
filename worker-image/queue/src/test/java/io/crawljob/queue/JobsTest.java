package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the jobs' port promises the operator. */
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
    void neverFinishesWhileASeedMayCome() {
        var plan = Plans.plan(Bench.uid());
        bench.jobs().open(plan);

        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.NotYet("its seeds are not all in"));

        bench.jobs().seeded(plan.job());
        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.Closed());
        assertThat(bench.jobs().finish(plan.job())).isEqualTo(new Jobs.Finish.Closed());
    }

    @Test
    void neverFinishesWhileAnItemWaitsIsDelayedOrLeased() {
        var job = bench.opened(1);
        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("1 waiting, 0 delayed, 0 leased"));

        var lease = bench.leaseOne(job, "w");
        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("0 waiting, 0 delayed, 1 leased"));

        bench.settle(lease, "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));
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

        assertThat(bench.frontier().pick(queue, "dead", 1).jobs()).containsExactly(plan.job());
        bench.lease(plan.job(), "dead", 3);

        assertThat(bench.jobs().reap(queue, "dead")).isEqualTo(3);
        assertThat(bench.lease(plan.job(), "w", 3))
                .extracting(lease -> lease.token().id())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void excludesWhatIsOverALoweredLimit() {
        var plan = Plans.limited(Bench.uid(), 100, null, null);
        var job = bench.opened(plan, 10);
        var lease = bench.leaseOne(job, "w");

        bench.jobs().open(Plans.generation(plan, 2, new Plan.Limits(4, null, null), Priority.NORMAL));

        assertThat(bench.lease(job, "w", 20)).extracting(l -> l.token().id()).containsExactly(2L, 3L, 4L);
        bench.done(lease, "w");
        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.discovered(), snapshot.excluded())).containsExactly(10L, 6L);
        assertThat(snapshot.exclusions()).extracting(Snapshot.Tally::name).containsExactly("MaxPages");
    }

    @Test
    void excludesWhatIsOverALoweredLimitOfItsHost() {
        var plan = Plans.limited(Bench.uid(), 100, 50L, null);
        var job = bench.opened(plan, 10);

        bench.jobs().open(Plans.generation(plan, 2, new Plan.Limits(100, 3L, null), Priority.NORMAL));

        assertThat(bench.lease(job, "w", 20)).hasSize(3);
        assertThat(bench.snapshot(job).exclusions())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("MaxPagesPerHost", 7L));
    }

    @Test
    void stopsWhenTheJobHasFetchedItsSize() {
        var job = bench.opened(Plans.limited(Bench.uid(), 100, null, 1000L), 5);
        var leases = bench.lease(job, "w", 2);
        bench.settle(leases.get(0), "w", new Outcome.Fetched(1500, null, null));

        assertThat(bench.lease(job, "w", 5)).isEmpty();
        bench.settle(leases.get(1), "w", new Outcome.Fetched(10, null, null));

        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.done(), snapshot.excluded(), snapshot.bytes()))
                .containsExactly(2L, 3L, 1510L);
        assertThat(snapshot.exclusions()).extracting(Snapshot.Tally::name).containsExactly("MaxSize");
    }

    @Test
    void standsStillWhileTheResultStoreIsFull() {
        var job = bench.opened(Plans.stored(Plans.plan(Bench.uid()), 3, 1_000_000), 6);
        var leases = bench.lease(job, "w", 6);
        assertThat(leases).hasSize(3);
        for (var lease : leases) bench.done(lease, "w");

        assertThat(bench.lease(job, "w", 6)).isEmpty();
        assertThat(bench.snapshot(job)).satisfies(snapshot -> {
            assertThat(snapshot.storeFull()).isTrue();
            assertThat(snapshot.records()).isEqualTo(3);
            assertThat(snapshot.recordBytes()).isEqualTo(3L * "{\"id\":1}".length());
        });

        var ids = bench.jobs().results(job, "0", 2).stream().map(Jobs.Entry::id).toList();
        assertThat(bench.jobs().acknowledge(job, ids)).isEqualTo(2);
        assertThat(bench.jobs().acknowledge(job, ids)).isZero();
        assertThat(bench.lease(job, "w", 6)).hasSize(2);
        assertThat(bench.snapshot(job).storeFull())
                .as("one record and two in hand")
                .isTrue();
    }

    @Test
    void standsStillWhenTheRecordsAreTooLarge() {
        var job = bench.opened(Plans.stored(Plans.plan(Bench.uid()), 100, 20), 3);
        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Fetched(1, "x".repeat(30), null));

        assertThat(bench.lease(job, "w", 3)).isEmpty();
        assertThat(bench.snapshot(job).storeFull()).isTrue();
    }

    @Test
    void readsRecordsInOrderAfterAnId() {
        var job = bench.opened(5);
        for (var lease : bench.lease(job, "w", 5)) bench.done(lease, "w");

        var first = bench.jobs().results(job, "0", 2);
        var rest = bench.jobs().results(job, first.getLast().id(), 10);

        assertThat(first).extracting(Jobs.Entry::json).containsExactly("{\"id\":1}", "{\"id\":2}");
        assertThat(rest).extracting(Jobs.Entry::json).containsExactly("{\"id\":3}", "{\"id\":4}", "{\"id\":5}");
        assertThatThrownBy(() -> bench.jobs().results(job, "-", 1)).hasMessageContaining("no entry id");
    }

    @Test
    void keepsTheLastThousandEvents() {
        var job = bench.opened(0);
        var ids = new ArrayList<String>();
        LongStream.rangeClosed(1, 1005)
                .forEach(i -> ids.add(bench.jobs().emit(job, "Progress", "{\"i\":%d}".formatted(i))));

        var events = bench.jobs().events(job, "0", 2000);

        assertThat(events).hasSize(1000);
        assertThat(events.getFirst()).isEqualTo(new Jobs.Entry(ids.get(5), "{\"i\":6}"));
        assertThat(events).isSortedAccordingTo((a, b) -> bench.compareIds(a.id(), b.id()));
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
