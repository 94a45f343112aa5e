package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that comes back with a state of some time ago, as after a kill under AOF everysec, or when a replica that was behind is promoted. */
class LostTailTest {

    @Test
    void refusesTokensOfTheLostTailAndGivesTheirItemsOutAgain() {
        try (var bench = new Bench(RedisServerProcess.start(), QueueTimes.DEFAULT.withLease(Bench.LEASE))) {
            var job = bench.opened(4);
            var before = bench.lease(job, "w", 1).getFirst();
            bench.redis().save();
            var epoch = bench.snapshot(job).epoch();
            bench.done(before, "w");
            var lost = bench.leaseOne(job, "w");
            bench.frontier().discover(lost.token(), "w", List.of(Plans.item("b.example", 9)));

            bench.server.kill();
            bench.server.restart();
            await().ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.snapshot(job).epoch().equals(epoch));

            assertThat(bench.done(lost, "w"))
                    .as("a lease that the server has forgotten")
                    .isEqualTo(Verdict.REFUSED);
            assertThat(bench.done(before, "w")).as("one that it remembers").isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
            var snapshot = bench.snapshot(job);
            assertThat(List.of(snapshot.discovered(), snapshot.waiting(), snapshot.done()))
                    .containsExactly(4L, 3L, 1L);
            assertThat(bench.lease(job, "w", 9))
                    .extracting(lease -> lease.token().id())
                    .containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    void refusesAnItemWhoseLinksTheServerHasLost() {
        try (var bench = Bench.usual()) {
            var job = bench.opened(1);
            var lease = bench.leaseOne(job, "w");
            bench.redis().save();
            var links = List.of(Plans.item("b.example", 8), Plans.item("b.example", 9));
            assertThat(bench.frontier().discover(lease.token(), "w", links).admitted())
                    .isEqualTo(2);

            bench.server.kill();
            bench.server.restart();
            await().ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.snapshot(job).leased() == 1);

            assertThat(bench.done(lease, "w")).as("else its links were lost").isEqualTo(Verdict.REFUSED);
            var again = bench.leaseOne(job, "w");
            assertThat(again.token().id()).isEqualTo(lease.token().id());
            assertThat(bench.frontier().discover(again.token(), "w", links).admitted())
                    .isEqualTo(2);
            assertThat(bench.done(again, "w")).isEqualTo(Verdict.ACCEPTED);
            assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
        }
    }

    @Test
    void tellsAReaderOfEventsThatWhatItReadWasLost() {
        try (var bench = Bench.usual()) {
            var job = bench.opened(1);
            var kept = bench.jobs().emit(job, "Crawling", "{}");
            bench.redis().save();
            var lost = bench.jobs().emit(job, "Recovered", "{}");
            assertThat(bench.jobs().eventsCut(job, lost)).isFalse();

            bench.server.kill();
            bench.server.restart();
            await().ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.jobs().eventsCut(job, lost));

            assertThat(bench.jobs().eventsCut(job, kept)).isFalse();
            assertThat(bench.jobs().eventsCut(job, "0")).isFalse();
            var next = bench.jobs().emit(job, "CountersWentBack", "{}");
            assertThat(bench.compareIds(next, lost)).as("ids increase").isPositive();
            assertThat(bench.jobs().events(job, lost, 9))
                    .extracting(Jobs.Entry::id)
                    .containsExactly(next);
        }
    }

    @Test
    void tellsAReaderOfEventsThatTheWholeJobWasLost() {
        try (var bench = Bench.usual()) {
            var job = bench.opened(1);
            var lost = bench.jobs().emit(job, "Crawling", "{}");

            bench.redis().flushall();

            assertThat(bench.jobs().eventsCut(job, lost)).isTrue();
            assertThat(bench.jobs().eventsCut(job, "0")).isFalse();
        }
    }

    @Test
    void saysThatTheServerIsLoadingAndGoesOnWhenItHasLoaded() {
        // Each key takes two milliseconds to load, and the server answers while it does.
        var slow = new String[] {"--key-load-delay", "2000", "--loading-process-events-interval-bytes", "1024"};
        try (var bench = new Bench(RedisServerProcess.start(slow), QueueTimes.DEFAULT)) {
            var job = bench.opened(2);
            for (int i = 0; i < 4000; i++) bench.redis().set("filler:" + i, "x".repeat(200));
            bench.redis().save();
            bench.server.kill();
            bench.server.restartWithoutWaiting();

            try (var fresh = RedisQueue.connect(bench.server.settings())) {
                await().pollInterval(Duration.ofMillis(20))
                        .untilAsserted(
                                () -> assertThatThrownBy(() -> fresh.frontier().lease(job, "w", 1))
                                        .isInstanceOf(QueueUnavailableException.class)
                                        .hasMessageContaining("LOADING"));
            }

            await().atMost(Duration.ofSeconds(30))
                    .ignoreException(QueueUnavailableException.class)
                    .until(() -> bench.lease(job, "w", 1).size() == 1);
        }
    }
}
