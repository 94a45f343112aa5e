package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that goes bad under a worker: it hears of that within 20 s, and works again within 10 s of the end of it. */
class NetworkTest {

    private Bench bench;
    private Proxy proxy;
    private RedisQueue worker;

    @BeforeEach
    void start() {
        bench = Bench.usual();
        proxy = Proxy.to(bench.server);
        worker = RedisQueue.connect(new RedisSettings(proxy.uri(), null, null, "crawl"));
    }

    @AfterEach
    void stop() {
        worker.close();
        proxy.close();
        bench.close();
    }

    private void worksAgain(JobKey job, Lease lease) {
        await().atMost(Duration.ofSeconds(10))
                .ignoreException(QueueUnavailableException.class)
                .until(() -> worker.frontier()
                                .settle(
                                        job,
                                        "w",
                                        List.of(new Settlement(lease.token(), new Outcome.Fetched(1, "{}", null))))
                                .getFirst()
                        == Verdict.ACCEPTED);
        assertThat(bench.snapshot(job).done()).isEqualTo(1);
    }

    private Lease leased(JobKey job) {
        return worker.frontier().lease(job, "w", 1).leases().getFirst();
    }

    @Test
    void noticesAConnectionThatHasGoneSilentAndMakesAnother() {
        var job = bench.opened(2);
        var lease = leased(job);
        proxy.turn(Proxy.Weather.SILENT);

        long before = System.nanoTime();
        assertThatThrownBy(() -> worker.frontier().extend(Bench.QUEUE, "w", List.of(lease.token())))
                .isInstanceOf(QueueUnavailableException.class);
        assertThatThrownBy(() -> worker.frontier().lease(job, "w", 1)).isInstanceOf(QueueUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));

        proxy.turn(Proxy.Weather.FINE);
        worksAgain(job, lease);
    }

    @Test
    void leavesAConnectionOverWhichNothingComesAnyMore() {
        var job = bench.opened(2);
        var lease = leased(job);
        proxy.turn(Proxy.Weather.SILENT);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> worker.frontier().plan(job)).isInstanceOf(QueueUnavailableException.class);
        }

        // The old connections stay silent for ever; a new one is as good as any.
        proxy.reset();
        proxy.turn(Proxy.Weather.FINE);

        worksAgain(job, lease);
    }

    @Test
    void goesOnAfterAReset() {
        var job = bench.opened(2);
        var lease = leased(job);

        proxy.reset();

        worksAgain(job, lease);
    }

    @Test
    void worksWithAnswersThatTakeTwoSeconds() {
        var job = bench.opened(2);
        var lease = leased(job);
        proxy.turn(Proxy.Weather.SLOW);

        // Four seconds there and back are more than a command may take: refused in time, and nothing is lost by it.
        assertThatThrownBy(() -> worker.frontier().lease(job, "w", 1)).isInstanceOf(QueueUnavailableException.class);
        proxy.turn(Proxy.Weather.FINE);

        worksAgain(job, lease);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();
    }
}
