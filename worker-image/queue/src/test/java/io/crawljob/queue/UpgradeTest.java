package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What stands in Redis while workers of two versions share it: each brings its own scripts, so only values can be strange. Those of a newer version may have
 * fields at their end that this one does not know, those of an older one may lack the last.
 */
@Tag("contract")
class UpgradeTest {

    private static final String MORE = "|a field of tomorrow";
    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static String key(JobKey job, String name) {
        return "{crawl:" + job + "}:" + name;
    }

    private static void lengthen(String key, String field) {
        bench.redis().hset(key, field, bench.redis().hget(key, field) + MORE);
    }

    @Test
    void worksOnWithWhatANewerVersionHasMadeLonger() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 3), 4);
        var leases = bench.lease(job, "w", 2);
        lengthen(key(job, "la"), "host:a.example");
        lengthen(key(job, "fl"), "1");
        lengthen(key(job, "fl"), "2");
        bench.redis().hset(key(job, "m"), "tomorrow", "1");

        assertThat(bench.frontier()
                        .extend(
                                Bench.QUEUE,
                                "w",
                                leases.stream().map(Lease::token).toList()))
                .isEmpty();
        assertThat(bench.frontier()
                        .discover(leases.getFirst().token(), "w", List.of(Plans.item("b.example", 9)))
                        .verdict())
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(bench.done(leases.getFirst(), "w")).isEqualTo(Verdict.ACCEPTED);
        assertThat(bench.settle(leases.get(1), "w", new Outcome.Dead("Timeout", "", false)))
                .isEqualTo(Verdict.ACCEPTED);
        lengthen(key(job, "fl"), "2");
        assertThat(bench.jobs().deadLetters(job, 0, 9)).hasSize(1);
        assertThat(bench.jobs().redrive(job, "Timeout", 1)).isEqualTo(1);
        assertThat(bench.lease(job, "w", 9)).hasSize(4);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void tellsWhatAWorkerOfANewerVersionSaysThatItCannotDo() {
        var job = bench.opened(1);
        bench.frontier().complain(job, new Complaint(Complaint.Kind.SECRET, "it has no wings"));
        var said = bench.redis().hget(key(job, "m"), "complaint");
        bench.redis().hset(key(job, "m"), "complaint", said.replace("SECRET", "WINGS"));

        assertThat(bench.snapshot(job).complaint()).isEqualTo(new Complaint(Complaint.Kind.OTHER, "it has no wings"));
    }

    @Test
    void takesBackAndReapsWhatWorkersOfANewerVersionHold() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);
        bench.frontier()
                .extend(Bench.QUEUE, "w", leases.stream().map(Lease::token).toList());
        lengthen(key(job, "fl"), "1");
        lengthen(key(job, "fl"), "2");

        assertThat(bench.jobs().reap(Bench.QUEUE, "w")).isEqualTo(2);

        assertThat(bench.lease(job, "w2", 2)).extracting(Lease::crashes).containsExactly(1, 1);
    }

    @Test
    void picksAJobThatANewerVersionHasToldMoreOf() {
        var queue = new QueueKey("test", Bench.uid());
        var plan = Plans.plan(Bench.uid());
        var job = bench.opened(Plans.queue(plan, queue.name()), 2);
        lengthen("{crawl:q:" + queue + "}:jobs", job.toString());

        await().until(() -> bench.frontier().pick(queue, "w", 1).jobs().equals(List.of(job)));
        bench.lease(job, "w", 1);

        bench.jobs().open(Plans.queue(Plans.generation(plan, 2, plan.limits(), Priority.HIGH), queue.name()));
        await().until(() -> bench.frontier().pick(queue, "w", 1).jobs().equals(List.of(job)));
    }

    @Test
    void keepsABudgetThatANewerVersionHasMadeLonger() {
        var lane = new AskedLane(bench);
        lane.ask("a|1|1", AskedLane.budget(100, 9));
        bench.gate().report(lane.name(), new Gate.Report.CrawlDelay(Duration.ofMillis(1500)));
        lengthen("{crawl:lane:" + lane.name() + "}", "p");
        lengthen("{crawl:lane:" + lane.name() + "}", "s");

        lane.ask("a|2|1", AskedLane.budget(100, 9));

        assertThat(AskedLane.in(lane.ask("a|3|1", AskedLane.budget(100, 9)))).isBetween(900L, 1700L);
        assertThat(bench.gate().read(List.of(lane.name())).getFirst().inFlight())
                .isEqualTo(3);
    }

    @Test
    void worksOnWithWhatAnOlderVersionHasLeftShorter() {
        var job = bench.opened(3);
        var lease = bench.leaseOne(job, "w");
        // No note that the lane was seen empty, no number of discoveries.
        var note = bench.redis().hget(key(job, "la"), "host:a.example");
        assertThat(note).matches("1\\|\\d+\\|0");
        assertThat(bench.redis().hget(key(job, "fl"), "1")).endsWith("|");

        assertThat(bench.done(lease, "w")).isEqualTo(Verdict.ACCEPTED);
        assertThat(bench.lease(job, "w", 9)).hasSize(2);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }
}
