package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a limit does to what waits, and a full store to leasing. */
@Tag("contract")
class LimitsTest {

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
        assertThat(bench.jobs().eventsCut(job, "0"))
                .as("a reader who begins anew")
                .isTrue();
        assertThat(bench.jobs().eventsCut(job, ids.get(3)))
                .as("one who missed the fifth")
                .isTrue();
        assertThat(bench.jobs().eventsCut(job, ids.get(4)))
                .as("one who read the fifth")
                .isFalse();
    }
}
