package io.crawljob.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchesTest {

    @Test
    void givesEachCallerItsOwnAnswer() throws Exception {
        var sizes = Collections.synchronizedList(new ArrayList<Integer>());

        try (var batches = new Batches<Integer, Integer>("test", 8, Duration.ofMillis(20), inputs -> {
                    sizes.add(inputs.size());
                    return inputs.stream().map(input -> input * 2).toList();
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Integer>>();
            for (var i = 0; i < 100; i++) {
                var input = i;
                answers.add(threads.submit(() -> batches.ask(input)));
            }
            for (var i = 0; i < 100; i++) {
                assertThat(answers.get(i).get()).isEqualTo(2 * i);
            }
        }

        assertThat(sizes).allMatch(size -> size <= 8);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(100);
        assertThat(sizes.size()).isLessThan(100);
    }

    @Test
    void groupsWithoutAnyWaitWhatCameWhileACallWasUnderWay() throws Exception {
        var go = new CountDownLatch(1);
        var sizes = Collections.synchronizedList(new ArrayList<Integer>());

        try (var batches = new Batches<Integer, Integer>("test", 64, Duration.ZERO, inputs -> {
                    sizes.add(inputs.size());
                    awaitQuietly(go);
                    return inputs;
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> batches.ask(1));
            await().until(() -> sizes.size() == 1);
            var others = List.of(threads.submit(() -> batches.ask(2)), threads.submit(() -> batches.ask(3)));
            await().until(() -> batches.waiting() == 2);
            go.countDown();

            assertThat(first.get()).isEqualTo(1);
            assertThat(others.get(0).get()).isEqualTo(2);
            assertThat(others.get(1).get()).isEqualTo(3);
        }

        assertThat(sizes).containsExactly(1, 2);
    }

    @Test
    void oneCallThatFailsFailsItsCallersAndNoOthers() throws Exception {
        try (var batches = new Batches<Integer, Integer>("test", 1, Duration.ZERO, inputs -> {
            if (inputs.contains(13)) throw new IllegalArgumentException("thirteen");
            return inputs;
        })) {
            assertThatThrownBy(() -> batches.ask(13)).isInstanceOf(IllegalArgumentException.class);
            assertThat(batches.ask(14)).isEqualTo(14);
        }
    }

    @Test
    void closingCancelsWhatWaits() throws Exception {
        var never = new CountDownLatch(1);
        var batches = new Batches<Integer, Integer>("test", 1, Duration.ZERO, inputs -> {
            awaitQuietly(never);
            throw new CancellationException("closed");
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = List.of(threads.submit(() -> batches.ask(1)), threads.submit(() -> batches.ask(2)));
            await().until(() -> batches.waiting() == 1);
            batches.close();

            assertThat(answers)
                    .allSatisfy(answer -> assertThatThrownBy(answer::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasRootCauseInstanceOf(CancellationException.class));
            assertThatThrownBy(() -> batches.ask(3)).isInstanceOf(CancellationException.class);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
