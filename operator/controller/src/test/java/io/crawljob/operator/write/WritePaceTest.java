package io.crawljob.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WritePaceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final WritePace pace = new WritePace(20, Duration.ofSeconds(2));

    @Test
    void letsOneObjectBeWrittenOnceInTwoSeconds() {
        assertThat(pace.take("research", "a", NOW)).isZero();
        assertThat(pace.take("research", "a", NOW.plusMillis(500))).isEqualTo(Duration.ofMillis(1_500));
        assertThat(pace.take("research", "a", NOW.plusSeconds(2))).isZero();
    }

    @Test
    void givesEachWaitingObjectAPlaceOfItsOwn() {
        pace.take("research", "a", NOW);

        assertThat(pace.take("research", "b", NOW)).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.take("research", "c", NOW)).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.take("research", "b", NOW.plusMillis(50))).isZero();
    }

    @Test
    void keepsThePlaceOfWhoAsksAgainTooEarly() {
        pace.take("research", "a", NOW);
        pace.take("research", "b", NOW);

        assertThat(pace.take("research", "b", NOW.plusMillis(10))).isEqualTo(Duration.ofMillis(40));
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
                var wait = pace.take("research", uid, now);
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

    @Test
    void aNamespaceWithAFloodHoldsAnotherUpForOneWriteOnly() {
        var flood = new HashMap<String, Instant>();
        for (var i = 0; i < 1_000; i++) flood.put("flood-" + i, NOW);
        var waits = new ArrayList<Duration>();
        var comes = NOW.plusSeconds(1);
        var asks = comes;
        var writes = 0;
        for (var now = NOW; now.isBefore(NOW.plusSeconds(20)); now = now.plusMillis(5)) {
            writes += takeAll("flooded", flood, now);
            if (now.isBefore(asks)) continue;
            var wait = pace.take("quiet", "one-" + waits.size(), now);
            asks = now.plus(wait);
            if (!wait.isZero()) continue;
            waits.add(Duration.between(comes, now));
            // The next one comes a second later, as a person's would.
            comes = asks = now.plusSeconds(1);
        }

        assertThat(waits).hasSizeGreaterThan(15);
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMillis(150)) <= 0);
        assertThat(writes).isGreaterThan(350);
    }

    private int takeAll(String group, Map<String, Instant> next, Instant now) {
        var writes = 0;
        for (var uid : new ArrayList<>(next.keySet())) {
            if (next.getOrDefault(uid, now).isAfter(now)) continue;
            var wait = pace.take(group, uid, now);
            if (wait.isZero()) {
                next.remove(uid);
                writes++;
            } else {
                next.put(uid, now.plus(wait));
            }
        }
        return writes;
    }
}
