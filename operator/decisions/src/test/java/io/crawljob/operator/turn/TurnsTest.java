package io.crawljob.operator.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.operator.turn.Turns.Contender;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Priority;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void withoutALimitEverybodyRuns() {
        var turns = Turns.decide("default", null, List.of(waits("a", Priority.LOW, 0), waits("b", Priority.HIGH, 1)));

        assertThat(turns.values()).containsOnly(new Turn.Runs());
    }

    @Test
    void theLineIsByPriorityThenByAge() {
        var turns = Turns.decide(
                "default",
                2,
                List.of(
                        runs("running"),
                        waits("old", Priority.NORMAL, 0),
                        waits("young", Priority.NORMAL, 2),
                        waits("urgent", Priority.URGENT, 3)));

        assertThat(turns.get(key("running"))).isEqualTo(new Turn.Runs());
        assertThat(turns.get(key("urgent"))).isEqualTo(new Turn.Runs());
        assertThat(turns.get(key("old"))).isEqualTo(new Turn.Waits("default", 1, 2, 2));
        assertThat(turns.get(key("young"))).isEqualTo(new Turn.Waits("default", 2, 2, 2));
    }

    @Test
    void aJobThatRunsKeepsItsTurnWhenTheLimitIsLowered() {
        var turns = Turns.decide("default", 1, List.of(runs("a"), runs("b"), waits("c", Priority.URGENT, 0)));

        assertThat(turns.get(key("a"))).isEqualTo(new Turn.Runs());
        assertThat(turns.get(key("b"))).isEqualTo(new Turn.Runs());
        assertThat(turns.get(key("c"))).isEqualTo(new Turn.Waits("default", 1, 2, 1));
    }

    @Test
    void jobsOfTheSameMomentHaveAFixedOrder() {
        var one = waits("a", Priority.NORMAL, 0);
        var two = waits("b", Priority.NORMAL, 0);

        assertThat(Turns.decide("default", 1, List.of(one, two)))
                .isEqualTo(Turns.decide("default", 1, List.of(two, one)));
    }

    private static Contender runs(String uid) {
        return new Contender(key(uid), Priority.LOW, MONDAY, true);
    }

    private static Contender waits(String uid, Priority priority, int secondsYounger) {
        return new Contender(key(uid), priority, MONDAY.plusSeconds(secondsYounger), false);
    }

    private static JobKey key(String uid) {
        return new JobKey("research", uid);
    }
}
