package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of a host and of a seed: what they admit, what they exclude, and whom an item counts for whatever becomes of it. */
@Tag("contract")
class BudgetsTest {

    private static final NewItem ONE = Plans.item("a.example", 1);
    private static final NewItem TWO = Plans.item("b.example", 2);
    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static Plan.Limits limits(
            @Nullable Long bytesPerHost, @Nullable Long pagesPerSeed, @Nullable Long bytesPerSeed) {
        return new Plan.Limits(1_000, null, null, bytesPerHost, pagesPerSeed, bytesPerSeed);
    }

    private static Plan plan(Plan.Limits limits) {
        return Plans.plan(Bench.uid(), limits, new Plan.Politeness(0, 8, null));
    }

    private static JobKey opened(Plan plan, NewItem... seeds) {
        bench.jobs().open(plan);
        bench.jobs().seed(plan.job(), List.of(seeds));
        bench.jobs().seeded(plan.job());
        return plan.job();
    }

    private static void change(Plan plan, long generation, Plan.Limits limits) {
        bench.jobs().open(Plans.generation(plan, generation, limits, Priority.NORMAL));
    }

    private static Lease lease(JobKey job, long id) {
        // What is to be tried again is due with the next millisecond.
        return await().until(
                        () -> bench.lease(job, "w", 50).stream()
                                .filter(one -> one.token().id() == id)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Discovery found(Lease by, NewItem... links) {
        return bench.frontier().discover(by.token(), "w", Arrays.asList(links));
    }

    private static NewItem[] links(String host, long from, int many) {
        return LongStream.range(from, from + many)
                .mapToObj(id -> Plans.item(host, id))
                .toArray(NewItem[]::new);
    }

    private static Discovery answer(int admitted, int known, int over) {
        return new Discovery(Verdict.ACCEPTED, admitted, known, over);
    }

    private static void fetched(Lease lease, long bytes) {
        assertThat(bench.settle(lease, "w", new Outcome.Fetched(bytes, null, null)))
                .isEqualTo(Verdict.ACCEPTED);
    }

    private static String used(JobKey job, String key, String name) {
        return bench.redis().hget("{crawl:" + job + "}:" + key, name);
    }

    private static void endsInOrder(JobKey job) {
        assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }

    @Test
    void aHostThatHasFetchedItsSizeIsLeftAndOthersGoOn() {
        var plan = plan(limits(1_000L, null, null));
        var job = opened(plan, ONE, TWO);
        var leases = bench.lease(job, "w", 2);
        found(leases.get(0), links("a.example", 10, 3));
        fetched(leases.get(0), 1_000);
        fetched(leases.get(1), 999);

        assertThat(bench.lease(job, "w", 50)).isEmpty();
        assertThat(bench.snapshot(job).exclusions())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count, Snapshot.Tally::sampleUrl)
                .containsExactly(tuple("MaxSizePerHost", 3L, "https://a.example/12"));
        endsInOrder(job);
    }

    @Test
    void aLinkToAHostThatHasFetchedItsSizeTakesNoMarkSoThatAHigherLimitAdmitsIt() {
        var plan = plan(limits(1_000L, null, null));
        var job = opened(plan, ONE, TWO);
        var leases = bench.lease(job, "w", 2);
        fetched(leases.get(0), 2_000);

        assertThat(found(leases.get(1), Plans.item("a.example", 10), Plans.item("b.example", 11), ONE))
                .isEqualTo(answer(1, 1, 1));
        assertThat(bench.snapshot(job).skips())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::sampleUrl)
                .containsExactly(tuple("MaxSizePerHost", "https://a.example/10"));
        change(plan, 2, limits(3_000L, null, null));

        assertThat(found(leases.get(1), Plans.item("a.example", 10))).isEqualTo(answer(1, 0, 0));
    }

    @Test
    void whatASeedLedToCountsForItOnWhicheverHostAndFromWhicheverPage() {
        var job = opened(plan(limits(null, 4L, null)), ONE, TWO);
        var leases = bench.lease(job, "w", 2);

        assertThat(found(leases.get(0), links("a.example", 10, 2))).isEqualTo(answer(2, 0, 0));
        var child = lease(job, 10);
        assertThat(found(child, links("c.example", 20, 3)))
                .as("the seed, two links, and one link of a link")
                .isEqualTo(answer(1, 0, 2));
        assertThat(found(leases.get(1), links("c.example", 20, 3)))
                .as("what the first seed had no room for is the second one's")
                .isEqualTo(answer(2, 1, 0));

        assertThat(bench.snapshot(job).skips())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count, Snapshot.Tally::sampleUrl)
                .containsExactly(tuple("MaxPagesPerSeed", 2L, "https://c.example/22"));
        assertThat(List.of(used(job, "d", "1"), used(job, "d", "2"))).containsExactly("4", "3");
    }

    @Test
    void aLoweredNumberOfASeedExcludesWhatWaitsOverItAndAHigherOneAdmitsAgain() {
        var plan = plan(limits(null, 40L, null));
        var job = opened(plan, ONE, TWO);
        var leases = bench.lease(job, "w", 2);
        found(leases.get(0), links("a.example", 10, 9));
        found(leases.get(1), links("a.example", 30, 2));

        change(plan, 2, limits(null, 4L, null));

        assertThat(bench.lease(job, "w", 50))
                .as("three of the first seed, which has a page already, and both of the second")
                .hasSize(5);
        assertThat(bench.snapshot(job).exclusions())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count, Snapshot.Tally::sampleUrl)
                .containsExactly(tuple("MaxPagesPerSeed", 6L, "https://a.example/10"));
        assertThat(used(job, "d", "1")).isEqualTo("4");
        change(plan, 3, limits(null, 6L, null));
        assertThat(found(leases.get(0), links("a.example", 50, 5))).isEqualTo(answer(2, 0, 3));
    }

    @Test
    void aSeedThatHasFetchedItsSizeIsLeftOnEveryHostAndOthersGoOn() {
        var job = opened(plan(limits(null, null, 500L)), ONE, TWO);
        var leases = bench.lease(job, "w", 2);
        found(leases.get(0), links("a.example", 10, 2));
        found(leases.get(0), links("c.example", 20, 2));
        found(leases.get(1), links("c.example", 30, 2));
        fetched(leases.get(0), 500);

        assertThat(bench.lease(job, "w", 50)).extracting(l -> l.token().id()).containsExactlyInAnyOrder(30L, 31L);
        assertThat(found(leases.get(1), Plans.item("c.example", 32))).isEqualTo(answer(1, 0, 0));

        assertThat(bench.snapshot(job).exclusions())
                .extracting(Snapshot.Tally::name, Snapshot.Tally::count)
                .containsExactly(tuple("MaxSizePerSeed", 4L));
        assertThat(bench.snapshot(job).exclusions().getFirst().sampleUrl()).matches("https://[ac].example/[12]\\d?");
    }

    @Test
    void theDelayedOnesOfASeedThatIsOverGoWhenTheyAreDue() {
        var job = opened(plan(limits(null, null, 500L)), ONE);
        var seed = bench.leaseOne(job, "w");
        found(seed, links("a.example", 10, 1));
        bench.settle(lease(job, 10), "w", new Outcome.Retry("Timeout", "slow", Duration.ZERO));
        fetched(seed, 600);

        await().untilAsserted(() -> {
            assertThat(bench.lease(job, "w", 5)).isEmpty();
            assertThat(bench.snapshot(job).excluded()).isEqualTo(1);
        });
        assertThat(bench.snapshot(job).retried().getFirst().sampleUrl()).isEqualTo("https://a.example/10");
        endsInOrder(job);
    }

    @Test
    void anItemKeepsItsSeedAndCountsOnceHoweverOftenItIsTried() {
        var job = opened(plan(limits(null, 2L, 10_000L)), ONE);
        var seed = bench.leaseOne(job, "w");
        found(seed, links("a.example", 10, 1));
        bench.settle(lease(job, 10), "w", new Outcome.PutBack(Duration.ZERO));
        bench.settle(lease(job, 10), "w", new Outcome.Retry("Timeout", "slow", Duration.ZERO));
        bench.frontier().extend(Bench.QUEUE, "w", List.of(lease(job, 10).token()));
        bench.jobs().reap(Bench.QUEUE, "w");
        bench.settle(lease(job, 10), "w", new Outcome.Dead("Timeout", "slow", false));
        assertThat(bench.jobs().deadLetters(job, 0, 9))
                .extracting(Jobs.DeadLetter::payload)
                .containsExactly("https://a.example/10");
        bench.jobs().redrive(job, null, 1);

        var again = bench.lease(job, "w", 5);

        assertThat(again).extracting(Lease::payload).contains("https://a.example/10");
        var child = again.stream().filter(l -> l.token().id() == 10).findFirst().orElseThrow();
        assertThat(found(child, links("b.example", 20, 1))).isEqualTo(answer(0, 0, 1));
        fetched(child, 70);
        assertThat(List.of(used(job, "d", "1"), used(job, "db", "1"))).containsExactly("2", "70");
    }

    @Test
    void manyThatAreOverGoInFewCalls() {
        var plan = plan(limits(null, 900L, null));
        var job = opened(Plans.politeness(plan, 0, 1), ONE);
        var seed = bench.leaseOne(job, "w");
        for (int from = 1_000; from < 1_600; from += 200) found(seed, links("a.example", from, 200));
        fetched(seed, 1);

        bench.jobs().open(Plans.politeness(Plans.generation(plan, 2, limits(null, 1L, null), Priority.NORMAL), 0, 1));

        assertThat(bench.lease(job, "w", 5)).isEmpty();
        assertThat(bench.snapshot(job).excluded()).isEqualTo(256);
        bench.lease(job, "w", 5);
        bench.lease(job, "w", 5);
        assertThat(bench.snapshot(job).excluded()).isEqualTo(600);
        endsInOrder(job);
    }

    @Test
    void aPayloadThatLooksAsIfItHadASeedIsKeptAsItIs() {
        for (var limits : List.of(limits(null, null, null), limits(null, 5L, null))) {
            var odd = new NewItem("host:a.example", 1, 0, "#7|odd");
            var job = opened(plan(limits), odd);

            var lease = bench.leaseOne(job, "w");

            assertThat(lease.payload()).isEqualTo("#7|odd");
            bench.settle(lease, "w", new Outcome.Excluded("RobotsDenied"));
            assertThat(bench.snapshot(job).exclusions().getFirst().sampleUrl()).isEqualTo("#7|odd");
        }
    }

    @Test
    void aJobWithoutSuchALimitBearsAndCountsNothing() {
        var job = opened(plan(limits(null, null, null)), ONE);
        var seed = bench.leaseOne(job, "w");
        found(seed, Plans.item("b.example", 2));
        fetched(seed, 100);

        assertThat(bench.redis().lrange("{crawl:" + job + "}:q:host:b.example", 0, -1))
                .containsExactly("1|0|0|0|2|https://b.example/2");
        assertThat(bench.scan("*" + job.uid() + "}:*")).noneMatch(key -> key.matches(".*:(h|hb|d|db)"));
    }

    @Test
    void whatWasFoundBeforeALimitBySeedWasSetHasNone() {
        var plan = plan(limits(null, null, null));
        var job = opened(plan, ONE);
        var seed = bench.leaseOne(job, "w");

        change(plan, 2, limits(null, 1L, 1L));

        assertThat(found(seed, links("a.example", 10, 3))).isEqualTo(answer(3, 0, 0));
        fetched(seed, 100);
        assertThat(bench.lease(job, "w", 5)).hasSize(3);
    }
}
