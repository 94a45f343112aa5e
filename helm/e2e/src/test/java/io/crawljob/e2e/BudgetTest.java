package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final Budget budget = new Budget(1.0, 1);

    @Test
    void anEvenPaceBreaksNothing() {
        assertThat(budget.breaches(every(1.0, 0.2))).isEmpty();
    }

    @Test
    void smallStepsAddUp() {
        assertThat(budget.breaches(every(0.95, 0.2).subList(0, 2))).isEmpty();
        assertThat(budget.breaches(every(0.95, 0.2))).isNotEmpty();
    }

    @Test
    void requestsThatOverlapAreCounted() {
        assertThat(budget.breaches(every(1.0, 1.5))).hasSize(9).allMatch(breach -> breach.startsWith("2 at once"));
    }

    private static List<Hit> every(double seconds, double took) {
        return IntStream.range(0, 10)
                .mapToObj(i -> new Hit("a.test", "/" + i, 200, i * seconds, i * seconds + took, ""))
                .toList();
    }
}
