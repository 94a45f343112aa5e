package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the queue cannot keep or read is left out or parked, with a reason and a count, and stops nothing beside it. */
@Tag("contract")
class BadInputTest {

    private static final String OF_A_NEWER_VERSION = "2|0|0|{\"id\":1,\"url\":\"https://a.example/1\"}";

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static String lane(JobKey job) {
        return "{crawl:" + job + "}:q:host:a.example";
    }

    /** A job of three items, of which the first is damaged. */
    private static JobKey damaged(String entry) {
        var job = bench.opened(3);
        bench.redis().lset(lane(job), 0, entry);
        return job;
    }

    private static void consistent(JobKey job) {
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OF_A_NEWER_VERSION,
                "",
                "|",
                "garbage\n\u0000",
                "1|0|0|0|1",
                "1|x|0|0|1|https://a.example/1",
                "1|0|12345678901|0|1|https://a.example/1",
                "1|0|0|-1|1|https://a.example/1",
                "1|0|0|0|007|https://a.example/1",
                "1|0|0|0|-0|https://a.example/1",
                "1|0|0|0|9223372036854775808|https://a.example/1",
                "1|0|0|0|-9223372036854775809|https://a.example/1",
                "1|0|0|0|123456789012345678901|https://a.example/1"
            })
    void parksAnEntryThatCannotBeReadAndLeasesThoseBehindIt(String entry) {
        var job = damaged(entry);

        var leases = bench.lease(job, "w", 3);

        assertThat(leases).extracting(lease -> lease.token().id()).containsExactly(2L, 3L);
        assertThat(bench.jobs().deadLetters(job, 0, 9)).singleElement().satisfies(letter -> {
            assertThat(letter.failureClass()).isEqualTo("Unreadable");
            assertThat(letter.payload()).isEqualTo(entry);
            assertThat(letter.lane()).isEqualTo("host:a.example");
        });
        var tally = bench.snapshot(job).failures().getFirst();
        assertThat(tally.name()).isEqualTo("Unreadable");
        assertThat(tally.message()).contains("update all workers");
        consistent(job);

        for (var lease : leases) bench.done(lease, "w");
        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void readsTheNumbersOfAllFingerprints(long id) {
        var job = bench.opened(0);
        bench.jobs().seed(job, List.of(Plans.item("a.example", id)));

        assertThat(bench.leaseOne(job, "w").token().id()).isEqualTo(id);
    }

    @Test
    void putsAnEntryOfANewerVersionBackAsItStands() {
        var job = damaged(OF_A_NEWER_VERSION);
        bench.lease(job, "w", 3);

        assertThat(bench.jobs().redrive(job, null, 1)).isEqualTo(1);

        assertThat(bench.redis().lrange(lane(job), 0, -1)).containsExactly(OF_A_NEWER_VERSION);
        assertThat(bench.snapshot(job).failures()).isEmpty();
        consistent(job);
    }

    @Test
    void givesBackWhatACrashedWorkerHeldInANewerVersion() {
        var job = bench.opened(1);
        bench.leaseOne(job, "w");
        bench.frontier().extend(Bench.QUEUE, "w", List.of(new Token(job, 1, 0)));
        bench.redis().hset("{crawl:" + job + "}:e", "1", OF_A_NEWER_VERSION);

        bench.jobs().reap(Bench.QUEUE, "w");

        assertThat(bench.redis().lrange(lane(job), 0, -1)).containsExactly(OF_A_NEWER_VERSION);
        consistent(job);
    }

    @Test
    void excludesAndCancelsWhatItCannotRead() {
        var lowered = damaged(OF_A_NEWER_VERSION);
        bench.redis().lset(lane(lowered), 2, "garbage");
        var plan = bench.frontier().plan(lowered).orElseThrow();
        bench.jobs().open(Plans.generation(plan, 2, new Plan.Limits(1, null, null), Priority.NORMAL));
        var cancelled = damaged(OF_A_NEWER_VERSION);

        bench.lease(lowered, "w", 3);
        bench.jobs().cancel(cancelled);

        assertThat(bench.snapshot(lowered).exclusions())
                .extracting(Snapshot.Tally::count)
                .containsExactly(2L);
        assertThat(bench.snapshot(cancelled).excluded()).isEqualTo(3);
        consistent(lowered);
        consistent(cancelled);
    }

    @Test
    void leavesOutLinksThatCannotBeKeptAndAdmitsTheOthers() {
        var job = bench.opened(1);
        var lease = bench.leaseOne(job, "w");
        var links = new ArrayList<NewItem>();
        links.add(Plans.item("b.example", 2));
        links.add(new NewItem("host:b.example", 3, 0, "x".repeat(NewItem.MAX_PAYLOAD_BYTES)));
        links.add(new NewItem("host:b.example", 4, 0, "x".repeat(NewItem.MAX_PAYLOAD_BYTES + 1)));
        links.add(new NewItem("host:b.example", 5, 0, "ü".repeat(NewItem.MAX_PAYLOAD_BYTES / 2 + 1)));
        links.add(new NewItem("host:b.example", 6, 0, "half \uD83D"));
        links.add(new NewItem("host:b.example", 7, 0, "whole \uD83D\uDE00"));
        links.add(new NewItem("host:b|c", 8, 0, "https://b.example/8"));
        links.add(new NewItem("host:\uDE00", 9, 0, "https://b.example/9"));
        links.add(new NewItem("host:b.example", 10, -1, "https://b.example/10"));

        var answer = bench.frontier().discover(lease.token(), "w", links);

        assertThat(answer).isEqualTo(new Discovery(Verdict.ACCEPTED, 3, 0, 6));
        assertThat(bench.snapshot(job).skippedLinks()).isEqualTo(6);
        assertThat(bench.snapshot(job).skips())
                .extracting(tally -> tally.name() + " " + tally.count())
                .containsExactly("InvalidLane 2", "ItemTooLarge 2", "InvalidDepth 1", "NotText 1");
        assertThat(bench.lease(job, "w", 9))
                .extracting(Lease::payload)
                .contains("whole \uD83D\uDE00")
                .hasSize(3);
        consistent(job);
    }

    @Test
    void leavesOutSeedsThatCannotBeKept() {
        var job = bench.opened(0);
        var long1 = new NewItem("host:a.example", 1, 0, "https://a.example/" + "x".repeat(20_000));

        var answer = bench.jobs().seed(job, List.of(long1, Plans.item("a.example", 2)));

        assertThat(answer).isEqualTo(new Discovery(Verdict.ACCEPTED, 1, 0, 1));
        assertThat(bench.snapshot(job).skips())
                .singleElement()
                .satisfies(tally -> assertThat(tally.sampleUrl()).hasSize(2083));
    }

    @Test
    void endsAnItemWhoseRecordIsTooLargeAsADeadLetterAndTheOthersAsTheyAre() {
        var job = bench.opened(2);
        var leases = bench.lease(job, "w", 2);
        var large = "\"" + "x".repeat(Outcome.MAX_RECORD_BYTES) + "\"";

        var verdicts = bench.frontier()
                .settle(
                        job,
                        "w",
                        List.of(
                                new Settlement(leases.get(0).token(), new Outcome.Fetched(1, large, null)),
                                new Settlement(leases.get(1).token(), new Outcome.Fetched(1, "{}", null))));

        assertThat(verdicts).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        var snapshot = bench.snapshot(job);
        assertThat(List.of(snapshot.done(), snapshot.failed(), snapshot.records()))
                .containsExactly(1L, 1L, 1L);
        assertThat(snapshot.failures().getFirst().name()).isEqualTo("RecordTooLarge");
        assertThat(snapshot.failures().getFirst().message())
                .contains("16777218 bytes", "the limit is 16777216", "spec.extract");
    }
}
