package io.crawljob.queue;

import static io.crawljob.queue.AskedLane.budget;
import static io.crawljob.queue.AskedLane.in;
import static io.crawljob.queue.AskedLane.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Gate.Grant;
import io.crawljob.queue.Gate.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far apart the gate keeps the starts of a lane, by delay, rate and policy. */
@Tag("contract")
class GatePaceTest {

    private static Bench bench;

    private AskedLane lane;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @BeforeEach
    void name() {
        lane = new AskedLane(bench);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void spacesStartsByTheDelayOverAllWhoAsk() {
        var requests = IntStream.range(0, 4)
                .mapToObj(i -> lane.request("j%d|%d|1".formatted(i % 2, i), budget(500, 9)))
                .toList();

        var grants = bench.gate().reserve(requests);

        assertThat(grants.stream().map(AskedLane::in)).containsExactly(0L, 525L, 1050L, 1575L);
    }

    @Test
    void spacesTheNextStartFromWhenALateRequestReallyBegan() {
        var budget = budget(1000, 1);
        var request = lane.request("a|1|1", budget);
        lane.ask("a|1|1", budget);

        // Granted at once, but sent 600 ms later.
        await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        bench.gate().end(List.of(new Gate.Ended(request, Duration.ofMillis(100))));

        assertThat(in(lane.ask("a|2|1", budget))).isBetween(400L, 900L);
    }

    @Test
    void movesNothingForAPlaceThatNobodyHas() {
        var budget = budget(1000, 1);

        bench.gate().end(List.of(new Gate.Ended(lane.request("nobody|1|1", budget), Duration.ZERO)));

        assertThat(in(lane.ask("a|1|1", budget))).isZero();
    }

    @Test
    void letsSeveralAtOnceBeLateByNoMoreThanTheNextOneIsFurtherAway() {
        var grants = bench.gate()
                .reserve(List.of(lane.request("a|1|1", budget(500, 2)), lane.request("a|2|1", budget(500, 2))));

        assertThat(grants)
                .containsExactly(
                        new Grant.Start(Duration.ZERO, Duration.ofMillis(25), Duration.ofMillis(500)),
                        new Grant.Start(Duration.ofMillis(525), Duration.ofMillis(25), Duration.ofMillis(500)));
    }

    @Test
    void keepsOnlyTheRateWhereTheDelayIsShorterThanABusyProcessorsOwn() {
        var grants = bench.gate()
                .reserve(List.of(lane.request("a|1|1", budget(20, 8)), lane.request("a|2|1", budget(20, 8))));

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
                        .mapToObj(i -> lane.request("a|%d|1".formatted(i), budget))
                        .toList());

        assertThat(grants.stream().map(AskedLane::in)).containsExactly(0L, 0L, 0L, 105L, 210L, 315L);
    }

    @Test
    void spacesStartsEvenlyByTheRate() {
        var budget = budget(0, 9, 40, null, 1);

        var grants = bench.gate()
                .reserve(IntStream.range(0, 3)
                        .mapToObj(i -> lane.request("a|%d|1".formatted(i), budget))
                        .toList());

        assertThat(grants.subList(0, 2).stream().map(AskedLane::in)).containsExactly(0L, 1525L);
        assertThat(refused(grants.get(2)).reason()).isEqualTo(Reason.RATE);
    }

    @Test
    void refusesWhatIsBeyondTheHorizonWithTheTimeToAskAgain() {
        lane.ask("a|1|1", budget(10_000, 9));

        var refused = refused(lane.ask("b|1|1", budget(10_000, 9)));

        assertThat(refused.reason()).isEqualTo(Reason.DELAY);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void isNotLoosenedByAnOlderPolicy() {
        assertThat(in(lane.ask("a|1|1", budget(10_000, 1, null, null, 5)))).isZero();

        assertThat(refused(lane.ask("a|2|1", budget(0, 9, null, null, 4))).reason())
                .isEqualTo(Reason.DELAY);
    }

    @Test
    void obeysANewerPolicyAtOnce() {
        lane.ask("a|1|1", budget(3_600_000, 9, null, null, 5));

        assertThat(in(lane.ask("a|2|1", budget(0, 9, null, null, 6)))).isLessThanOrEqualTo(2000);
    }

    @Test
    void startsNothingWhileAPolicyBlocksTheLane() {
        var refused = refused(lane.ask("a|1|1", budget(0, 1, null, Instant.now().plusSeconds(3600), 1)));

        assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(refused.askAgainIn())
                .as("a policy may be changed before its time")
                .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
}
