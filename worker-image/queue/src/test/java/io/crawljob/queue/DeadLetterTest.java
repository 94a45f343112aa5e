package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Items that failed for good: what is known of them, how long they are kept, and how they come back. */
@Tag("contract")
class DeadLetterTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    /** Items 1 and 2 of a.example as Timeout, 3 of b.example as Timeout, 4 of b.example as Http4xx for good. */
    private static JobKey failed() {
        var job = bench.opened(2);
        bench.seed(job, "b.example", 3, 4);
        for (var lease : bench.lease(job, "w", 9)) {
            boolean permanent = lease.token().id() == 4;
            bench.settle(lease, "w", new Outcome.Dead(permanent ? "Http4xx" : "Timeout", "so it was", permanent));
        }
        return job;
    }

    private static long redriven(JobKey job, Jobs.Selection selection) {
        return bench.jobs().redriveOnly(job, selection, 2);
    }

    private static List<Long> waiting(JobKey job) {
        return bench.lease(job, "w", 9).stream()
                .map(lease -> lease.token().id())
                .sorted()
                .toList();
    }

    @Test
    void tellsWhatFailedAndWhen() {
        var job = failed();

        var letters = bench.jobs().deadLetters(job, 0, 10);

        assertThat(letters)
                .extracting(Jobs.DeadLetter::id, Jobs.DeadLetter::lane, Jobs.DeadLetter::failureClass)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(1L, "host:a.example", "Timeout"),
                        org.assertj.core.groups.Tuple.tuple(2L, "host:a.example", "Timeout"),
                        org.assertj.core.groups.Tuple.tuple(3L, "host:b.example", "Timeout"),
                        org.assertj.core.groups.Tuple.tuple(4L, "host:b.example", "Http4xx"));
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.payload()).startsWith("https://");
            assertThat(letter.died())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(letter.permanent()).isEqualTo(letter.id() == 4);
        });
        assertThat(bench.jobs().deadLetters(job, 3, 10)).hasSize(1);
        assertThat(bench.jobs().deadLetters(new JobKey("test", "nobody"), 0, 10))
                .isEmpty();
    }

    @Test
    void comeBackByHost() {
        var job = failed();

        assertThat(redriven(job, new Jobs.Selection(null, "host:b.example", null)))
                .isEqualTo(2);
        assertThat(waiting(job)).containsExactly(3L, 4L);
    }

    @Test
    void comeBackOneByOne() {
        var job = failed();

        assertThat(redriven(job, new Jobs.Selection(null, null, 4L))).isEqualTo(1);
        assertThat(redriven(job, new Jobs.Selection(null, null, 4L)))
                .as("again")
                .isZero();
        assertThat(waiting(job)).containsExactly(4L);
    }

    @Test
    void comeBackByClassOfAHost() {
        var job = failed();

        assertThat(redriven(job, new Jobs.Selection("Timeout", "host:b.example", null)))
                .isEqualTo(1);
        assertThat(waiting(job)).containsExactly(3L);
        assertThat(bench.snapshot(job).failed()).isEqualTo(3);
    }

    @Test
    void areKeptByCountAndAgeAndStayCounted() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 0, 100), 3);
        var key = "{crawl:" + job + "}:dlq";
        var leases = bench.lease(job, "w", 3);
        bench.settle(leases.get(0), "w", new Outcome.Dead("Timeout", "", false));
        bench.redis()
                .zadd(
                        key,
                        (double) (System.currentTimeMillis()
                                - Duration.ofDays(31).toMillis()),
                        "1");

        bench.settle(leases.get(1), "w", new Outcome.Dead("Timeout", "", false));

        assertThat(bench.jobs().deadLetters(job, 0, 10))
                .extracting(Jobs.DeadLetter::id)
                .containsExactly(2L);
        assertThat(bench.snapshot(job).failed()).isEqualTo(2);
        assertThat(bench.redis().hkeys("{crawl:" + job + "}:e")).containsExactlyInAnyOrder("2", "3");
    }
}
