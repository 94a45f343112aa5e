package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A place bears the name of its job, so a lane that nobody asks any more does not outlast its places by long. */
@Tag("contract")
class LaneEndTest {

    private static final Gate.Budget BUDGET = new Gate.Budget(Duration.ofMillis(100), 2, null, null, 1);
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
    void endsSoonAfterThePlacesOfAHolderThatIsGone() {
        var place = new Gate.Request("host:left.example", "job|1|1", BUDGET);

        bench.gate().reserve(List.of(place));

        assertThat(ttl(place)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(45));
    }

    @Test
    void doesNotEndBeforeAPlaceThatIsExtended() {
        var place = new Gate.Request("host:slow.example", "job|1|1", BUDGET);
        bench.gate().reserve(List.of(place));
        bench.redis().pexpire(key(place), 2_000);
        bench.redis().hset(key(place), "e", "0");

        bench.gate().extend(List.of(place));

        assertThat(ttl(place)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(45));
    }

    @Test
    void remembersABackOffForTenMinutes() {
        var place = new Gate.Request("host:busy.example", "job|1|1", BUDGET);
        bench.gate().reserve(List.of(place));

        bench.gate().report("host:busy.example", new Gate.Report.Overloaded());

        assertThat(ttl(place)).isGreaterThan(Duration.ofMinutes(9));
    }

    private static Duration ttl(Gate.Request of) {
        return Duration.ofMillis(bench.redis().pttl(key(of)));
    }

    private static String key(Gate.Request of) {
        return "{crawl:lane:%s}".formatted(of.lane());
    }
}
