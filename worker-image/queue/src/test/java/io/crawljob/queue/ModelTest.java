package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of random operations of several clients, each answer foretold by a model in plain Java, and after each one every item's place, the counters and an
 * audit compared: discovered = waiting + delayed + leased + done + failed + excluded. A new seed each time, and those of {@code model-seeds.txt};
 * {@code -Dqueue.seed=N} for a certain one, {@code -Dqueue.steps=N} for more of it.
 */
@Tag("contract")
class ModelTest {

    private static final QueueTimes TIMES = QueueTimes.DEFAULT.withLease(Duration.ofSeconds(3));
    private static final int STEPS = Integer.getInteger("queue.steps", 1_000);
    private static Bench bench;

    @BeforeAll
    static void start() {
        bench = new Bench(RedisServerProcess.start(), TIMES);
        // In the first lease time of a server's life nothing runs out.
        await().until(() -> ServerInfo.parse(bench.redis().info("server")).number("uptime_in_seconds")
                > TIMES.lease().toSeconds());
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    static LongStream seeds() {
        var wanted = Long.getLong("queue.seed");
        return wanted == null ? LongStream.concat(kept(), LongStream.of(System.nanoTime())) : LongStream.of(wanted);
    }

    private static LongStream kept() {
        try (var in = ModelTest.class.getResourceAsStream("model-seeds.txt")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersAsTheModelSaysAndKeepsEveryItem(long seed) {
        int step = 0;
        try (var run = new ModelRun(bench, TIMES, new Random(seed))) {
            for (; step < STEPS; step++) run.step();
            run.drain();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed %d, step %d (again by -Dqueue.seed=%d): %s".formatted(seed, step, seed, e.getMessage()), e);
        }
        assertThat(step).isEqualTo(STEPS);
    }
}
