package io.crawljob.queue;

import static io.crawljob.queue.AskedLane.budget;
import static io.crawljob.queue.AskedLane.in;
import static io.crawljob.queue.AskedLane.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.Gate.Reason;
import io.crawljob.queue.Gate.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server says of itself, and what the gate makes of it. */
@Tag("contract")
class GateSignalsTest {

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
    void letsALaneSleepAsItsServerAsks() {
        bench.gate().report(lane.name(), new Report.RetryAfter(Duration.ofSeconds(30)));

        var refused = refused(lane.ask("a|1|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        var state = bench.gate().read(List.of(lane.name())).getFirst();
        assertThat(state.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(state.until())
                .isBetween(Instant.now().plusSeconds(25), Instant.now().plusSeconds(31));
    }

    @Test
    void sleepsForAnHourAtTheMostWhateverItsServerAsks() {
        bench.gate().report(lane.name(), new Report.RetryAfter(Duration.ofDays(3)));

        assertThat(refused(lane.ask("a|1|1", budget(0, 9))).askAgainIn())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void doublesItsDelayWhileItsServerIsOverloadedAndForgetsItByGoodAnswers() {
        bench.gate().report(lane.name(), new Report.Overloaded());
        assertThat(in(lane.ask("a|1|1", budget(0, 9)))).isBetween(100L, 1000L);

        bench.gate().report(lane.name(), new Report.Overloaded());
        bench.gate().report(lane.name(), new Report.Overloaded());
        var refused = refused(lane.ask("a|2|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.askAgainIn()).isBetween(Duration.ofMillis(2100), Duration.ofSeconds(6));

        // Ten good answers halve 4 s, ten more 2 s; below the first delay there is none.
        for (int i = 0; i < 30; i++) bench.gate().report(lane.name(), new Report.Answered());
        lane.ask("a|3|1", budget(0, 9));
        assertThat(bench.redis().hexists("{crawl:lane:" + lane.name() + "}", "s"))
                .isFalse();
    }

    @Test
    void restsAfterFiveFailuresInARowToConnect() {
        for (int i = 0; i < 4; i++) bench.gate().report(lane.name(), new Report.ConnectFailed());
        assertThat(in(lane.ask("a|1|1", budget(0, 9)))).isZero();

        bench.gate().report(lane.name(), new Report.ConnectFailed());

        var refused = refused(lane.ask("a|2|1", budget(0, 9)));
        assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(refused.askAgainIn()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void forgetsFailuresToConnectWithAGoodAnswer() {
        for (int i = 0; i < 4; i++) bench.gate().report(lane.name(), new Report.ConnectFailed());
        lane.ask("a|1|1", budget(0, 9));
        bench.gate().report(lane.name(), new Report.Answered());

        bench.gate().report(lane.name(), new Report.ConnectFailed());

        assertThat(in(lane.ask("a|2|1", budget(0, 9)))).isZero();
    }

    @Test
    void obeysTheCrawlDelayOfRobotsTxtWhenItIsLonger() {
        bench.gate().report(lane.name(), new Report.CrawlDelay(Duration.ofMillis(700)));
        lane.ask("a|1|1", budget(100, 9));

        // Less by the time between the two, which may be long.
        assertThat(in(lane.ask("a|2|1", budget(100, 9)))).isBetween(126L, 725L);

        bench.gate().report(lane.name(), new Report.CrawlDelay(Duration.ZERO));
        long third = in(lane.ask("a|3|1", budget(100, 9)));
        assertThat(in(lane.ask("a|4|1", budget(100, 9))) - third).isLessThan(126L);
    }

    @Test
    void endsItsKeysByItself() {
        lane.ask("a|1|1", budget(1000, 1));
        lane.ask("a|2|1", budget(1000, 1));
        bench.gate().report(lane.name(), new Report.Overloaded());

        var keys = bench.scan("{crawl:lane:" + lane.name() + "}*");

        assertThat(keys).hasSize(2);
        assertThat(keys).allSatisfy(key -> assertThat(bench.redis().pttl(key)).isPositive());
    }
}
