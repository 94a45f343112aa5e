package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Gate.Grant;
import io.crawljob.queue.Gate.Reason;
import io.crawljob.queue.Gate.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the gate promises the hosts. */
@Tag("contract")
class GateTest {

    private static final AtomicInteger LANES = new AtomicInteger();
    private static Bench bench;

    private final String lane = "host:g%d.example".formatted(LANES.incrementAndGet());

    @BeforeAll
    static void start() {
        bench = Bench.shortLeases();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static Gate.Budget budget(long delayMillis, int concurrency) {
        return budget(delayMillis, concurrency, null, null, 1);
    }

    private static Gate.Budget budget(
            long delayMillis, int concurrency, @Nullable Integer perMinute, @Nullable Instant blocked, long version) {
        return new Gate.Budget(Duration.ofMillis(delayMillis), concurrency, perMinute, blocked, version);
    }

    private Gate.Request request(String member, Gate.Budget budget) {
        return new Gate.Request(lane, member, budget);
    }

    private Grant ask(String member, Gate.Budget budget) {
        return bench.gate().reserve(List.of(request(member, budget))).getFirst();
    }

    private static long in(Grant grant) {
        return switch (grant) {
            case Grant.Start(var in, var _, var _) -> in.toMillis();
            case Grant.Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    private static Grant.Refused refused(Grant grant) {
        return switch (grant) {
            case Grant.Refused refused -> refused;
            case Grant.Start start -> throw new AssertionError("granted: " + start);
        };
    }

    @Test
    void spacesStartsByTheDelayOverAllWhoAsk() {
        var requests = IntStream.range(0, 4)
                .mapToObj(i -> request("j%d|%d|1".formatted(i % 2, i), budget(500, 9)))
                .toList();

        var grants = bench.gate().reserve(requests);

        assertThat(grants.stream().map(GateTest::in)).containsExactly(0L, 525L, 1050L, 1575L);
    }

    @Test
    void spacesTheNextStartFromWhenALateRequestReallyBegan() {
        var budget = budget(1000, 1);
        var request = request("a|1|1", budget);
        ask("a|1|1", budget);

        // Granted at once, but sent 600 ms later.
        await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        bench.gate().end(List.of(new Gate.Ended(request, Duration.ofMillis(100))));

        assertThat(in(ask("a|2|1", budget))).isBetween(800L, 900L);
    }

    @Test
    void movesNothingForAPlaceThatNobodyHas() {
        var budget = budget(1000, 1);

        bench.gate().end(List.of(new Gate.Ended(request("nobody|1|1", budget), Duration.ZERO)));

        assertThat(in(ask("a|1|1", budget))).isZero();
    }

    @Test
    void letsSeveralAtOnceBeLateByNoMoreThanTheNextOneIsFurtherAway() {
        var grants = bench.gate().reserve(List.of(request("a|1|1", budget(500, 2)), request("a|2|1", budget(500, 2))));

        assertThat(grants)
                .containsExactly(
                        new Grant.Start(Duration.ZERO, Duration.ofMillis(25), Duration.ofMillis(500)),
                        new Grant.Start(Duration.ofMillis(525), Duration.ofMillis(25), Duration.ofMillis(500)));
    }

    @Test
    void keepsOnlyTheRateWhereTheDelayIsShorterThanABusyProcessorsOwn() {
        var grants = bench.gate().reserve(List.of(request("a|1|1", budget(20, 8)), request("a|2|1", budget(20, 8))));

        assertThat(grants)
                .containsExactly(
                        new Grant.Start(Duration.ZERO, Gate.HORIZON, Duration.ofMillis(20)),
                        new Grant.Start(Duration.ofMillis(20), Gate.HORIZON, Duration.ofMillis(20)));
    }

    @Test
    void letsABurstStartAtOnceAfterAQuietTime() {
        var budget = new Gate.Budget(Duration.ZERO, 1000, 600, 3, null, 1);

        var grants = bench.gate()
                .reserve(IntStream.range(0, 6)
                        .mapToObj(i -> request("a|%d|1".formatted(i), budget))
                        .toList());

        assertThat(grants.stream().map(GateTest::in)).containsExactly(0L, 0L, 0L, 105L, 210L, 315L);
    }

    @Test
    void refusesWhatIsBeyondTheHorizonWithTheTimeToAskAgain() {
        ask("a|1|1", budget(10_000, 9));

        var refused = refused(ask("b|1|1", budget(10_000, 9)));

        assertThat(refused.reason()).isEqualTo(Reason.DELAY);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void grantsNoMoreAtOnceThanTheConcurrency() {
        var budget = budget(0, 2);
        ask("a|1|1", budget);
        ask("a|2|1", budget);

        assertThat(refused(ask("a|3|1", budget)).reason()).isEqualTo(Reason.CONCURRENCY);

        bench.gate().release(List.of(request("a|1|1", budget)));
        assertThat(in(ask("a|3|1", budget))).isZero();
    }

    @Test
    void givesAPlaceBackWhenItsHolderIsGone() {
        var budget = budget(0, 1);
        ask("dead|1|1", budget);

        await().atMost(Duration.ofSeconds(5)).until(() -> ask("a|1|1", budget) instanceof Grant.Start);
    }

    @Test
    void keepsAPlaceThatIsExtended() {
        var budget = budget(0, 1);
        ask("slow|1|1", budget);
        long end = System.nanoTime() + Bench.LEASE.multipliedBy(3).toNanos();

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            bench.gate().extend(List.of(request("slow|1|1", budget)));
            assertThat(refused(ask("a|1|1", budget)).reason()).isEqualTo(Reason.CONCURRENCY);
            return System.nanoTime() > end;
        });
    }

    @Test
    void promisesAFreePlaceToWhoWaitedLongest() {
        var budget = budget(0, 1);
        ask("first|1|1", budget);
        refused(ask("second|1|1", budget));
        bench.gate().release(List.of(request("first|1|1", budget)));

        assertThat(ask("third|1|1", budget)).isInstanceOf(Grant.Refused.class);
        assertThat(ask("first|2|2", budget)).isInstanceOf(Grant.Refused.class);
        assertThat(in(ask("second|7|9", budget)))
                .as("another item of the job that waits")
                .isZero();
    }

    @Test
    void promisesNothingForEverToWhoDoesNotComeBack() {
        var budget = budget(0, 1);
        ask("first|1|1", budget);
        refused(ask("lost|1|1", budget));
        bench.gate().release(List.of(request("first|1|1", budget)));

        await().atMost(Duration.ofSeconds(5)).until(() -> ask("third|1|1", budget) instanceof Grant.Start);
    }

    @Test
    void spacesStartsEvenlyByTheRate() {
        var budget = budget(0, 9, 40, null, 1);

        var grants = bench.gate()
                .reserve(IntStream.range(0, 3)
                        .mapToObj(i -> request("a|%d|1".formatted(i), budget))
                        .toList());

        assertThat(grants.subList(0, 2).stream().map(GateTest::in)).containsExactly(0L, 1525L);
        assertThat(refused(grants.get(2)).reason()).isEqualTo(Reason.RATE);
    }

    @Test
    void startsNothingWhileAPolicyBlocksTheLane() {
        var refused = refused(ask("a|1|1", budget(0, 1, null, Instant.now().plusSeconds(3600), 1)));

        assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(refused.askAgainIn())
                .as("a policy may be changed before its time")
                .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isNotLoosenedByAnOlderPolicy() {
        assertThat(in(ask("a|1|1", budget(10_000, 1, null, null, 5)))).isZero();

        assertThat(refused(ask("a|2|1", budget(0, 9, null, null, 4))).reason()).isEqualTo(Reason.DELAY);
    }

    @Test
    void obeysANewerPolicyAtOnce() {
        ask("a|1|1", budget(3_600_000, 9, null, null, 5));

        assertThat(in(ask("a|2|1", budget(0, 9, null, null, 6)))).isLessThanOrEqualTo(2000);
    }

    @Test
    void letsALaneSleepAsItsServerAsks() {
        bench.gate().report(lane, new Report.RetryAfter(Duration.ofSeconds(30)));

        var refused = refused(ask("a|1|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        var state = bench.gate().read(List.of(lane)).getFirst();
        assertThat(state.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(state.until())
                .isBetween(Instant.now().plusSeconds(25), Instant.now().plusSeconds(31));
    }

    @Test
    void sleepsForAnHourAtTheMostWhateverItsServerAsks() {
        bench.gate().report(lane, new Report.RetryAfter(Duration.ofDays(3)));

        assertThat(refused(ask("a|1|1", budget(0, 9))).askAgainIn())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void doublesItsDelayWhileItsServerIsOverloadedAndForgetsItByGoodAnswers() {
        bench.gate().report(lane, new Report.Overloaded());
        assertThat(in(ask("a|1|1", budget(0, 9)))).isBetween(900L, 1000L);

        bench.gate().report(lane, new Report.Overloaded());
        bench.gate().report(lane, new Report.Overloaded());
        var refused = refused(ask("a|2|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofMillis(3500), Duration.ofSeconds(6));

        // Ten good answers halve 4 s, ten more 2 s; below the first delay there is none.
        for (int i = 0; i < 30; i++) bench.gate().report(lane, new Report.Answered());
        ask("a|3|1", budget(0, 9));
        assertThat(bench.redis().hexists("{crawl:lane:" + lane + "}", "s")).isFalse();
    }

    @Test
    void restsAfterFiveFailuresInARowToConnect() {
        for (int i = 0; i < 4; i++) bench.gate().report(lane, new Report.ConnectFailed());
        assertThat(in(ask("a|1|1", budget(0, 9)))).isZero();

        bench.gate().report(lane, new Report.ConnectFailed());

        var refused = refused(ask("a|2|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(refused.askAgainIn()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void forgetsFailuresToConnectWithAGoodAnswer() {
        for (int i = 0; i < 4; i++) bench.gate().report(lane, new Report.ConnectFailed());
        ask("a|1|1", budget(0, 9));
        bench.gate().report(lane, new Report.Answered());

        bench.gate().report(lane, new Report.ConnectFailed());

        assertThat(in(ask("a|2|1", budget(0, 9)))).isZero();
    }

    @Test
    void obeysTheCrawlDelayOfRobotsTxtWhenItIsLonger() {
        bench.gate().report(lane, new Report.CrawlDelay(Duration.ofMillis(700)));
        ask("a|1|1", budget(100, 9));

        assertThat(in(ask("a|2|1", budget(100, 9)))).isBetween(600L, 725L);

        bench.gate().report(lane, new Report.CrawlDelay(Duration.ZERO));
        long third = in(ask("a|3|1", budget(100, 9)));
        assertThat(in(ask("a|4|1", budget(100, 9))) - third).isBetween(50L, 105L);
    }

    @Test
    void saysNothingOfALaneThatIsFree() {
        assertThat(bench.gate().read(List.of(lane))).containsExactly(new Gate.LaneState(lane, 0, null, null));
        ask("a|1|1", budget(0, 2));
        assertThat(bench.gate().read(List.of(lane))).containsExactly(new Gate.LaneState(lane, 1, null, null));
        ask("a|2|1", budget(0, 2));
        assertThat(bench.gate().read(List.of(lane)).getFirst().reason()).isEqualTo(Reason.CONCURRENCY);
    }

    @Test
    void endsItsKeysByItself() {
        ask("a|1|1", budget(1000, 1));
        ask("a|2|1", budget(1000, 1));
        bench.gate().report(lane, new Report.Overloaded());

        var keys = bench.scan("{crawl:lane:" + lane + "}*");

        assertThat(keys).hasSize(2);
        assertThat(keys).allSatisfy(key -> assertThat(bench.redis().pttl(key)).isPositive());
    }

    @Test
    void answersABatchOfLanesInOrder() {
        var requests = new ArrayList<Gate.Request>();
        for (int i = 0; i < 40; i++) requests.add(new Gate.Request(lane + i / 2, "a|%d|1".formatted(i), budget(0, 1)));

        var grants = bench.gate().reserve(requests);

        for (int i = 0; i < 40; i++)
            assertThat(grants.get(i) instanceof Grant.Start).isEqualTo(i % 2 == 0);
        assertThat(bench.gate().reserve(List.of())).isEmpty();
        assertThatThrownBy(() -> bench.gate().reserve(java.util.Collections.nCopies(257, requests.getFirst())))
                .hasMessageContaining("at most 256");
    }
}
