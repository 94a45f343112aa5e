package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which job of a queue is worth asking, and when. */
@Tag("contract")
class PickTest {

    private Bench bench;

    @BeforeEach
    void start() {
        bench = Bench.usual();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private JobKey busy(Priority priority, int items) {
        var plan = Plans.plan(Bench.uid());
        plan = Plans.generation(plan, 1, new Plan.Limits(10_000, null, null), priority);
        return bench.opened(Plans.politeness(plan, 0, 10_000), items);
    }

    @Test
    void putsAPickedJobToSleepForAMoment() {
        var job = busy(Priority.NORMAL, 1);

        // Where workers are a process of their own, they hear of it a moment later.
        await().until(() -> bench.frontier().pick(Bench.QUEUE, "w1", 5).jobs().equals(List.of(job)));
        assertThat(bench.frontier().pick(Bench.QUEUE, "w2", 5).jobs()).isEmpty();
        await().until(() -> bench.frontier().pick(Bench.QUEUE, "w2", 5).jobs().equals(List.of(job)));
    }

    @Test
    void wakesAJobThatWasPickedAndNotAsked() {
        var job = busy(Priority.NORMAL, 1);
        await().until(() -> bench.frontier().pick(Bench.QUEUE, "w1", 5).jobs().equals(List.of(job)));

        assertThat(bench.frontier().pick(Bench.QUEUE, "w1", 5).jobs()).containsExactly(job);
    }

    @Test
    void neverOvertakesWhatItsOwnProcessHasLearnt() {
        var job = busy(Priority.NORMAL, 500);

        await().until(() -> bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().equals(List.of(job)));
        for (int round = 0; round < 400; round++) {
            bench.lease(job, "w", 1);
            // About when a hint goes out by itself.
            LockSupport.parkNanos(Duration.ofMillis(4).toNanos() + round * 5_000L);

            var picked = bench.frontier().pick(Bench.QUEUE, "w", 1).jobs();
            assertThat(picked).as("round %d", round).containsExactly(job);
        }
    }

    @Test
    void servesByWeightSoThatTheLowestIsNeverStarved() {
        Map<JobKey, Priority> jobs = new HashMap<>();
        for (var priority : Priority.values()) jobs.put(busy(priority, 1500), priority);
        Map<Priority, Integer> served = new EnumMap<>(Priority.class);

        for (int round = 0; round < 300; round++) {
            var job = bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().getFirst();
            served.merge(jobs.get(job), bench.lease(job, "w", 4).size(), Integer::sum);
        }

        assertThat(served.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1200);
        assertThat(served.get(Priority.LOW)).isBetween(1200 / 8, 170);
        assertThat(served.get(Priority.URGENT)).isBetween(470, 490);
        assertThat(served.get(Priority.HIGH)).isBetween(310, 330);
    }

    @Test
    void obeysAPriorityThatIsChangedWhileItemsWait() {
        var slow = busy(Priority.LOW, 400);
        busy(Priority.LOW, 400);
        var plan = bench.frontier().plan(slow).orElseThrow();

        bench.jobs().open(Plans.generation(plan, 2, plan.limits(), Priority.URGENT));

        var served = new HashMap<JobKey, Integer>();
        for (int round = 0; round < 80; round++) {
            var job = bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().getFirst();
            served.merge(job, bench.lease(job, "w", 4).size(), Integer::sum);
        }
        assertThat(served.get(slow)).isBetween(230, 250);
    }

    @Test
    void givesNoCreditForSleeping() {
        var old = busy(Priority.NORMAL, 1000);
        for (int round = 0; round < 50; round++) {
            bench.frontier().pick(Bench.QUEUE, "w", 1);
            bench.lease(old, "w", 8);
        }

        var fresh = busy(Priority.NORMAL, 1000);
        var served = new HashMap<JobKey, Integer>();
        for (int round = 0; round < 20; round++) {
            var job = bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().getFirst();
            served.merge(job, bench.lease(job, "w", 4).size(), Integer::sum);
        }

        assertThat(served.get(old)).isBetween(32, 48);
        assertThat(served.get(fresh)).isBetween(32, 48);
    }

    @Test
    void asksABlockedJobAtItsWakeTimeAndNotBefore() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 700, 1), 3);
        bench.frontier().pick(Bench.QUEUE, "w", 1);
        bench.done(bench.leaseOne(job, "w"), "w");
        bench.frontier().lease(job, "w", 1);

        var pick = bench.frontier().pick(Bench.QUEUE, "w", 1);

        assertThat(pick.jobs()).isEmpty();
        assertThat(pick.askAgainIn()).isBetween(Duration.ofMillis(300), Duration.ofMillis(700));
        long before = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> !bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    @Test
    void wakesAJobWhenWorkBecomesLeasable() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 1), 2);
        bench.frontier().pick(Bench.QUEUE, "w", 1);
        var lease = bench.leaseOne(job, "w");
        bench.frontier().lease(job, "w", 1);
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1).jobs())
                .as("its lane is full")
                .isEmpty();

        bench.done(lease, "w");

        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1).jobs()).containsExactly(job);
    }

    @Test
    void wakesAJobWhenItIsSeededResumedRedrivenOrItsStoreIsFreed() {
        var job = bench.opened(Plans.stored(Plans.plan(Bench.uid()), 1, 1000), 0);
        sleep(job);
        bench.seed(job, "a.example", 1, 3);
        assertPicked(job);

        bench.jobs().suspend(job);
        sleep(job);
        bench.jobs().resume(job);
        assertPicked(job);

        bench.done(bench.leaseOne(job, "w"), "w");
        sleep(job);
        bench.jobs()
                .acknowledge(
                        job,
                        List.of(bench.jobs().results(job, "0", 1).getFirst().id()));
        assertPicked(job);

        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Dead("Timeout", "", false));
        bench.settle(bench.leaseOne(job, "w"), "w", new Outcome.Dead("Timeout", "", false));
        sleep(job);
        bench.jobs().redrive(job, null, 2);
        assertPicked(job);
    }

    /** Asks the job until it has nothing, so that it sleeps. */
    private void sleep(JobKey job) {
        await().until(() -> {
            if (bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().isEmpty()) return true;
            assertThat(bench.lease(job, "w", 1)).isEmpty();
            return false;
        });
    }

    /** What the operator's process knows reaches the queue a moment later. */
    private void assertPicked(JobKey job) {
        await().atMost(Duration.ofSeconds(2))
                .until(() -> bench.frontier().pick(Bench.QUEUE, "w", 1).jobs().equals(List.of(job)));
    }

    @Test
    void bringsAJobBackThatWasLostFromItsQueue() {
        try (var queue = RedisQueue.connect(
                bench.server.settings(),
                new QueueTimes(Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ZERO))) {
            var job = busy(Priority.NORMAL, 1);
            bench.redis()
                    .del("{crawl:q:test/default}:ready", "{crawl:q:test/default}:sleep", "{crawl:q:test/default}:jobs");
            assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1).jobs()).isEmpty();

            queue.jobs().snapshots(List.of(job));
            queue.jobs().snapshots(List.of(job));

            assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1).jobs()).containsExactly(job);
        }
    }

    @Test
    void asksAnIdleQueueNoMoreThanEveryOtherSecond() {
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1))
                .isEqualTo(new Pick(List.of(), Frontier.MAX_PICK_PAUSE, QueueLimits.NONE));
    }
}
