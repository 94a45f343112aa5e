package io.crawljob.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class WritePaceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final WritePace pace = new WritePace(20, Duration.ofSeconds(2));

    @Test
    void letsOneObjectBeWrittenOnceInTwoSeconds() {
        assertThat(pace.take("a", NOW)).isZero();
        assertThat(pace.take("a", NOW.plusMillis(500))).isEqualTo(Duration.ofMillis(1_500));
        assertThat(pace.take("a", NOW.plusSeconds(2))).isZero();
    }

    @Test
    void givesEachWaitingObjectAPlaceOfItsOwn() {
        pace.take("a", NOW);

        assertThat(pace.take("b", NOW)).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.take("c", NOW)).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.take("b", NOW.plusMillis(50))).isZero();
    }

    @Test
    void keepsThePlaceOfWhoAsksAgainTooEarly() {
        pace.take("a", NOW);
        pace.take("b", NOW);

        assertThat(pace.take("b", NOW.plusMillis(10))).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void writesNoMoreThanTwentyInAnySecondHoweverLateTheWritersCome() {
        var written = new ArrayList<Instant>();
        var next = new HashMap<String, Instant>();
        for (var i = 0; i < 100; i++) next.put("job-" + i, NOW);
        // All of them sleep through their places, and come back together.
        for (var millis = 0; !next.isEmpty() && millis < 60_000; millis += 7) {
            var now = NOW.plusMillis(millis < 3_000 && millis > 0 ? 0 : millis);
            for (var uid : new ArrayList<>(next.keySet())) {
                if (next.getOrDefault(uid, now).isAfter(now)) continue;
                var wait = pace.take(uid, now);
                if (wait.isZero()) {
                    written.add(now);
                    next.remove(uid);
                } else {
                    next.put(uid, now.plus(wait));
                }
            }
        }

        assertThat(written).hasSize(100);
        for (var i = 20; i < written.size(); i++) {
            assertThat(Duration.between(written.get(i - 20), written.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }
}
