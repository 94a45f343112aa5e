package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaceTest {

    private static final long TWENTY = TimeUnit.MILLISECONDS.toNanos(20);

    private final Pace pace = new Pace();

    @Test
    void letsARequestWaitForAsLongAsTheLastOneIsTooNear() {
        assertThat(pace.turn("host:a", TWENTY, 1000)).isZero();

        assertThat(pace.turn("host:a", TWENTY, 1000)).isEqualTo(TWENTY);
        assertThat(pace.turn("host:a", TWENTY, 1000 + TWENTY - 1)).isEqualTo(1);
        assertThat(pace.turn("host:a", TWENTY, 1000 + TWENTY)).isZero();
    }

    @Test
    void goesByWhenTheLastOneReallyWentOut() {
        pace.turn("host:a", TWENTY, 1000);
        pace.turn("host:a", TWENTY, 1000 + TWENTY + 5);

        assertThat(pace.turn("host:a", TWENTY, 1000 + 2 * TWENTY)).isEqualTo(5);
    }

    @Test
    void keepsHostsApartFromEachOther() {
        pace.turn("host:a", TWENTY, 1000);

        assertThat(pace.turn("host:b", TWENTY, 1000)).isZero();
    }

    @Test
    void goesByTheDelayOfThisMoment() {
        pace.turn("host:a", TimeUnit.MINUTES.toNanos(1), 1000);

        assertThat(pace.turn("host:a", TWENTY, 2000)).isEqualTo(TWENTY - 1000);
    }

    @Test
    @Timeout(60)
    void letsNothingWaitLongerThanTheGatesHorizon() {
        pace.await("host:a", Duration.ofHours(1));
        var begun = System.nanoTime();

        pace.await("host:a", Duration.ofHours(1));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Gate.HORIZON);
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

        // Seven gaps; the first of them may have been held up before it said when it went.
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
