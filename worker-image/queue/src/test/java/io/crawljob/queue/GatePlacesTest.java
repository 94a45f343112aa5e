package io.crawljob.queue;

import static io.crawljob.queue.AskedLane.budget;
import static io.crawljob.queue.AskedLane.in;
import static io.crawljob.queue.AskedLane.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Gate.Grant;
import io.crawljob.queue.Gate.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many requests the gate lets a lane have at once, and who is next. */
@Tag("contract")
class GatePlacesTest {

    private static Bench bench;

    private AskedLane lane;

    @BeforeAll
    static void start() {
        bench = Bench.shortLeases();
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
    void grantsNoMoreAtOnceThanTheConcurrency() {
        var budget = budget(0, 2);
        lane.ask("a|1|1", budget);
        lane.ask("a|2|1", budget);

        assertThat(refused(lane.ask("a|3|1", budget)).reason()).isEqualTo(Reason.CONCURRENCY);

        bench.gate().release(List.of(lane.request("a|1|1", budget)));
        assertThat(in(lane.ask("a|3|1", budget))).isZero();
    }

    @Test
    void givesAPlaceBackWhenItsHolderIsGone() {
        var budget = budget(0, 1);
        lane.ask("dead|1|1", budget);

        await().atMost(Duration.ofSeconds(5)).until(() -> lane.ask("a|1|1", budget) instanceof Grant.Start);
    }

    @Test
    void keepsAPlaceThatIsExtended() {
        var budget = budget(0, 1);
        lane.ask("slow|1|1", budget);
        long end = System.nanoTime() + Bench.LEASE.multipliedBy(3).toNanos();

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            bench.gate().extend(List.of(lane.request("slow|1|1", budget)));
            assertThat(refused(lane.ask("a|1|1", budget)).reason()).isEqualTo(Reason.CONCURRENCY);
            return System.nanoTime() > end;
        });
    }

    @Test
    void promisesAFreePlaceToWhoWaitedLongest() {
        var budget = budget(0, 1);
        lane.ask("first|1|1", budget);
        refused(lane.ask("second|1|1", budget));
        bench.gate().release(List.of(lane.request("first|1|1", budget)));

        assertThat(lane.ask("third|1|1", budget)).isInstanceOf(Grant.Refused.class);
        assertThat(lane.ask("first|2|2", budget)).isInstanceOf(Grant.Refused.class);
        assertThat(in(lane.ask("second|7|9", budget)))
                .as("another item of the job that waits")
                .isZero();
    }

    @Test
    void promisesNothingForEverToWhoDoesNotComeBack() {
        var budget = budget(0, 1);
        lane.ask("first|1|1", budget);
        refused(lane.ask("lost|1|1", budget));
        bench.gate().release(List.of(lane.request("first|1|1", budget)));

        await().atMost(Duration.ofSeconds(5)).until(() -> lane.ask("third|1|1", budget) instanceof Grant.Start);
    }

    @Test
    void saysNothingOfALaneThatIsFree() {
        assertThat(bench.gate().read(List.of(lane.name())))
                .containsExactly(new Gate.LaneState(lane.name(), 0, null, null, false, false));
        lane.ask("a|1|1", budget(0, 2));
        assertThat(bench.gate().read(List.of(lane.name())))
                .containsExactly(new Gate.LaneState(lane.name(), 1, null, null, false, false));
        lane.ask("a|2|1", budget(0, 2));
        assertThat(bench.gate().read(List.of(lane.name())).getFirst().reason()).isEqualTo(Reason.CONCURRENCY);
    }

    @Test
    void answersABatchOfLanesInOrder() {
        var requests = new ArrayList<Gate.Request>();
        for (int i = 0; i < 40; i++)
            requests.add(new Gate.Request(lane.name() + i / 2, "a|%d|1".formatted(i), budget(0, 1)));

        var grants = bench.gate().reserve(requests);

        for (int i = 0; i < 40; i++)
            assertThat(grants.get(i) instanceof Grant.Start).isEqualTo(i % 2 == 0);
        assertThat(bench.gate().reserve(List.of())).isEmpty();
        assertThatThrownBy(() -> bench.gate().reserve(java.util.Collections.nCopies(257, requests.getFirst())))
                .hasMessageContaining("at most 256");
    }
}
