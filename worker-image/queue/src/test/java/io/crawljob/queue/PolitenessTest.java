package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random jobs at one host: its budget holds for every start, by Redis's own clock. */
@Tag("contract")
class PolitenessTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    /** A start lies between these two, by Redis's clock in ms. */
    private record Start(double earliest, double latest) {}

    @ParameterizedTest
    @CsvSource({"1,40,1,", "2,25,3,", "3,0,2,1200", "4,30,8,3000"})
    void neverStartsSoonerNorMoreAtOnceThanTheBudget(long seed, long delayMillis, int concurrency, Integer perMinute) {
        var random = new Random(seed);
        var budget = new Gate.Budget(Duration.ofMillis(delayMillis), concurrency, perMinute, null, 1);
        double gap = Math.max(delayMillis, perMinute == null ? 0 : Math.ceilDiv(60_000, perMinute));
        var lane = "host:polite%d.example".formatted(seed);
        var starts = new ArrayList<Start>();
        List<Gate.Request> held = new ArrayList<>();

        for (int i = 0; i < 400; i++) {
            var request = new Gate.Request(lane, "job%d|%d|1".formatted(random.nextInt(3), i), budget);
            double before = millis();
            var grant = bench.gate().reserve(List.of(request)).getFirst();
            double after = millis();
            if (grant instanceof Gate.Grant.Start(var in, var _, var _)) {
                starts.add(new Start(before + in.toMillis() - 1, after + in.toMillis() + 1));
                held.add(request);
            }
            assertThat(held).hasSizeLessThanOrEqualTo(concurrency);
            while (!held.isEmpty() && random.nextInt(3) > 0) bench.gate().release(List.of(held.removeFirst()));
        }

        assertThat(starts).hasSizeGreaterThan(2);
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i).latest() - starts.get(i - 1).earliest())
                    .as("start %d", i)
                    .isGreaterThanOrEqualTo(gap);
        }
    }

    private static double millis() {
        var time = bench.redis().time();
        return Double.parseDouble(time.get(0)) * 1000 + Double.parseDouble(time.get(1)) / 1000;
    }
}
