package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an audit finds in keys that a hand or a fault has broken, and that it mends it so that the job comes to its end. */
@Tag("contract")
class AuditTest {

    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = Bench.usual();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static String key(JobKey job, String name) {
        return "{crawl:" + job + "}:" + name;
    }

    /** Three waiting on one host, one delayed, one leased, one done, one dead. */
    private static JobKey mixed() {
        var job = bench.opened(7);
        var leases = bench.lease(job, "w", 4);
        bench.settle(leases.get(0), "w", new Outcome.Retry("Timeout", "", Duration.ofHours(1)));
        bench.done(leases.get(1), "w");
        bench.settle(leases.get(2), "w", new Outcome.Dead("Timeout", "", false));
        return job;
    }

    @Test
    void findsNothingInAJobThatIsInOrder() {
        var audit = bench.jobs().audit(mixed(), true);

        assertThat(audit.findings()).isEmpty();
        assertThat(audit).isEqualTo(new Audit(7, 3, 1, 1, 1, 1, 0, 1, 1, 7, java.util.List.of()));
    }

    @Test
    void mendsCounters() {
        var job = mixed();
        bench.redis().hincrby(key(job, "c"), "waiting", 5);
        bench.redis().hincrby(key(job, "c"), "leased", -1);

        assertThat(bench.jobs().audit(job, false).findings()).hasSize(2);
        assertThat(bench.jobs().audit(job, true).findings()).hasSize(2);

        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
        assertThat(bench.snapshot(job).waiting()).isEqualTo(3);
    }

    @Test
    void findsALaneThatNobodyWouldAsk() {
        var job = mixed();
        bench.redis().zrem(key(job, "L"), "host:a.example");
        bench.redis().del(key(job, "la"));
        assertThat(bench.lease(job, "w", 9)).isEmpty();

        assertThat(bench.jobs().audit(job, true).findings()).anyMatch(text -> text.contains("nobody would ask"));

        assertThat(bench.lease(job, "w", 9)).hasSize(3);
    }

    @Test
    void bringsBackAnItemThatIsInNoPlace() {
        var job = mixed();
        bench.redis()
                .zrem(
                        key(job, "inf"),
                        bench.redis().zrange(key(job, "inf"), 0, 0).getFirst());

        assertThat(bench.jobs().audit(job, true).findings()).anyMatch(text -> text.contains("in no place"));

        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
        assertThat(bench.lease(job, "w", 9)).hasSize(4);
    }

    @Test
    void refusesAJobWithoutKeys() {
        assertThatThrownBy(() -> bench.jobs().audit(new JobKey("test", "nobody"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test/nobody");
    }
}
