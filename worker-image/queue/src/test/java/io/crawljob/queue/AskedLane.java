package io.crawljob.queue;

import io.crawljob.queue.Gate.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A lane that no other test has, and who asks the gate for it. */
record AskedLane(Bench bench, String name) {

    private static final AtomicInteger LANES = new AtomicInteger();

    AskedLane(Bench bench) {
        this(bench, "host:g%d.example".formatted(LANES.incrementAndGet()));
    }

    Grant ask(String member, Gate.Budget budget) {
        return bench.gate().reserve(List.of(request(member, budget))).getFirst();
    }

    Gate.Request request(String member, Gate.Budget budget) {
        return new Gate.Request(name, member, budget);
    }

    static Gate.Budget budget(long delayMillis, int concurrency) {
        return budget(delayMillis, concurrency, null, null, 1);
    }

    static Gate.Budget budget(
            long delayMillis, int concurrency, @Nullable Integer perMinute, @Nullable Instant blocked, long version) {
        return new Gate.Budget(Duration.ofMillis(delayMillis), concurrency, perMinute, blocked, version);
    }

    /** Milliseconds until a granted start. */
    static long in(Grant grant) {
        return switch (grant) {
            case Grant.Start(var in, var _, var _) -> in.toMillis();
            case Grant.Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    static Grant.Refused refused(Grant grant) {
        return switch (grant) {
            case Grant.Refused refused -> refused;
            case Grant.Start start -> throw new AssertionError("granted: " + start);
        };
    }
}
