package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a job may hold: waiting items, events, dead letters; and what a worker says that cannot work by its plan. */
@Tag("contract")
class AllowanceTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static List<NewItem> links(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> Plans.item("links.example", id))
                .toList();
    }

    @Test
    void leavesOutLinksWhileSoManyItemsWaitAndTakesThemInWhenTheyAreSeenAgain() {
        var job = bench.opened(6);
        var lease = bench.leaseOne(job, "w");
        bench.jobs().allow(job, new Allowance(8, 1_000, 10_000));

        var first = bench.frontier().discover(lease.token(), "w", links(100, 109));

        assertThat(first).isEqualTo(new Discovery(Verdict.ACCEPTED, 3, 0, 7));
        var full = bench.snapshot(job);
        assertThat(full.waiting()).isEqualTo(8);
        assertThat(full.allowance().maxWaiting()).isEqualTo(8);
        assertThat(full.skips())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count)
                .containsExactly(Tuple.tuple("MaxWaitingUrls", 7L));
        assertThat(bench.frontier().discover(lease.token(), "w", links(100, 102)))
                .as("what is known takes no room")
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 0, 3, 0));

        bench.jobs().allow(job, new Allowance(20, 1_000, 10_000));

        assertThat(bench.frontier()
                        .discover(lease.token(), "w", links(100, 109))
                        .admitted())
                .isEqualTo(7);
        bench.done(lease, "w");
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void takesNothingAwayThatWaitsAndNeverRefusesASeed() {
        var job = bench.opened(6);
        bench.jobs().allow(job, new Allowance(2, 1_000, 10_000));

        assertThat(bench.jobs().seed(job, links(200, 203)).admitted()).isEqualTo(4);
        assertThat(bench.snapshot(job).waiting()).isEqualTo(10);
        assertThat(bench.lease(job, "w", 20)).isNotEmpty();
    }

    @Test
    void keepsAsManyEventsAsItIsToldAndSaysThatOthersWent() {
        var job = bench.opened(1);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 9; i++) ids.add(bench.jobs().emit(job, "Progress", "{\"i\":%d}".formatted(i)));

        bench.jobs().allow(job, new Allowance(10, 4, 10_000));

        assertThat(bench.jobs().events(job, "0", 100))
                .extracting(Jobs.Entry::id)
                .isEqualTo(ids.subList(5, 9));
        assertThat(bench.jobs().eventsCut(job, ids.get(3))).isTrue();
        assertThat(bench.jobs().eventsCut(job, ids.get(4))).isFalse();
        ids.add(bench.jobs().emit(job, "Progress", "{}"));
        assertThat(bench.jobs().events(job, "0", 100)).hasSize(4);
        assertThat(bench.jobs().eventsCut(job, ids.get(4))).isTrue();
    }

    @Test
    void keepsAsManyDeadLettersAsItIsTold() {
        var job = bench.opened(Plans.politeness(Plans.plan(Bench.uid()), 0, 10_000), 700);
        for (var lease : bench.lease(job, "w", 256)) bench.settle(lease, "w", dead());
        for (var lease : bench.lease(job, "w", 256)) bench.settle(lease, "w", dead());
        assertThat(bench.jobs().deadLetters(job, 0, 256)).hasSize(256);

        bench.jobs().allow(job, new Allowance(10, 1_000, 5));

        assertThat(bench.jobs().deadLetters(job, 0, 256)).hasSize(5);
        for (var lease : bench.lease(job, "w", 9)) bench.settle(lease, "w", dead());
        assertThat(bench.jobs().deadLetters(job, 0, 256)).hasSize(5);
        assertThat(bench.snapshot(job).failed()).as("the counter stays").isEqualTo(521);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void saysWhyAWorkerCannotDoItsPagesUntilThereIsAnotherPlan() {
        var plan = Plans.plan(Bench.uid());
        var job = bench.opened(plan, 1);
        assertThat(bench.snapshot(job).complaint()).isNull();

        var complaint = new Complaint(Complaint.Kind.SECRET, "version 9 | of a plan");
        bench.frontier().complain(job, complaint);

        assertThat(bench.snapshot(job).complaint()).isEqualTo(complaint);
        bench.jobs().open(Plans.generation(plan, 2, plan.limits(), Priority.NORMAL));
        assertThat(bench.snapshot(job).complaint()).isNull();
    }

    @Test
    void bringsBackNoJobThatIsGone() {
        var job = new JobKey("test", Bench.uid());

        bench.jobs().allow(job, Allowance.DEFAULT);
        bench.frontier().complain(job, new Complaint(Complaint.Kind.PLAN, "late"));

        assertThat(bench.jobs().snapshots(List.of(job)).getFirst()).isEmpty();
    }

    private static Outcome dead() {
        return new Outcome.Dead("Timeout", "so it was", false);
    }
}
