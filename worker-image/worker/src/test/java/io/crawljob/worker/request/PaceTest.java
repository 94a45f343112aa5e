package io.crawljob.worker.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaceTest {

    private static final long TWENTY = TimeUnit.MILLISECONDS.toNanos(20);

    private final Pace pace = new Pace();

    @Test
    void keepsRequestsApartThatComeTogether() {
        var moments = Stream.generate(() -> pace.claim("host:a", TWENTY, 1000)).limit(4);

        assertThat(moments).containsExactly(1000L, 1000 + TWENTY, 1000 + 2 * TWENTY, 1000 + 3 * TWENTY);
    }

    @Test
    void letsARequestGoAtOnceThatComesInItsTime() {
        pace.claim("host:a", TWENTY, 1000);

        assertThat(pace.claim("host:a", TWENTY, 1000 + TWENTY)).isEqualTo(1000 + TWENTY);
        assertThat(pace.claim("host:a", TWENTY, 1000 + 5 * TWENTY)).isEqualTo(1000 + 5 * TWENTY);
    }

    @Test
    void keepsHostsApartFromEachOther() {
        pace.claim("host:a", TWENTY, 1000);

        assertThat(pace.claim("host:b", TWENTY, 1000)).isEqualTo(1000);
    }

    @Test
    void goesByTheDelayOfThisMoment() {
        pace.claim("host:a", TimeUnit.MINUTES.toNanos(1), 1000);

        assertThat(pace.claim("host:a", TWENTY, 2000)).isEqualTo(1000 + TWENTY);
    }

    @Test
    void letsNothingWaitLongerThanTheGatesHorizon() {
        pace.claim("host:a", TimeUnit.HOURS.toNanos(1), 1000);

        assertThat(pace.claim("host:a", TimeUnit.HOURS.toNanos(1), 2000)).isEqualTo(2000 + TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void keepsThreadsApart() throws InterruptedException {
        var sent = Collections.synchronizedList(new ArrayList<Long>());
        var threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    pace.await("host:a", Duration.ofMillis(20));
                    sent.add(System.nanoTime());
                }))
                .toList();
        for (var thread : threads) thread.join();

        // Late ones may be close to each other; none can be early.
        Collections.sort(sent);
        assertThat(sent.getLast() - sent.getFirst()).isGreaterThan(6 * TWENTY);
    }

    @Test
    @Timeout(30)
    void endsAtOnceWhenItsThreadIsInterrupted() throws InterruptedException {
        var thread = Thread.ofVirtual().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) pace.await("host:a", Duration.ofSeconds(2));
        });
        thread.start();
        thread.interrupt();

        thread.join();
        assertThat(thread.isAlive()).isFalse();
    }
}
