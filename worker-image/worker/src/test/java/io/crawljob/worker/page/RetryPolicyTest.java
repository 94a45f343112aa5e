package io.crawljob.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Plan.Retry BACK_OFF = new Plan.Retry(3, 5, 2, 15, null);

    @Test
    void triesNoMoreThanTheLimit() {
        var policy = new RetryPolicy(new Random(1));

        assertThat(policy.delay(BACK_OFF, 2)).isPresent();
        assertThat(policy.delay(BACK_OFF, 3)).isEmpty();
        assertThat(policy.delay(new Plan.Retry(0, 5, 2, 15, null), 0)).isEmpty();
    }

    @Test
    void doublesUpToTheHighestDelay() {
        var policy = new RetryPolicy(always(0.999_999));

        assertThat(policy.delay(BACK_OFF, 0)).hasValueSatisfying(delay -> assertAbout(delay, 5));
        assertThat(policy.delay(BACK_OFF, 1)).hasValueSatisfying(delay -> assertAbout(delay, 10));
        assertThat(policy.delay(BACK_OFF, 2)).hasValueSatisfying(delay -> assertAbout(delay, 15));
    }

    @Test
    void jitterCoversTheWholeTime() {
        assertThat(new RetryPolicy(always(0)).delay(BACK_OFF, 0)).hasValue(Duration.ZERO);
        assertThat(new RetryPolicy(always(0.5)).delay(BACK_OFF, 0)).hasValue(Duration.ofMillis(2_500));
    }

    @Test
    void takesAListOfDelaysAsItStandsAndRepeatsItsLast() {
        var policy = new RetryPolicy(always(0));
        var listed = new Plan.Retry(5, 5, 2, 15, List.of(60, 120));

        assertThat(policy.delay(listed, 0)).hasValue(Duration.ofMinutes(1));
        assertThat(policy.delay(listed, 1)).hasValue(Duration.ofMinutes(2));
        assertThat(policy.delay(listed, 4)).hasValue(Duration.ofMinutes(2));
        assertThat(policy.delay(listed, 5)).isEmpty();
    }

    private static void assertAbout(Duration delay, int seconds) {
        assertThat(delay).isCloseTo(Duration.ofSeconds(seconds), Duration.ofMillis(1));
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
