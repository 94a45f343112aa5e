package io.crawljob.queue.bench;

import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Settlement;
import io.crawljob.queue.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** How long after its time a delayed item is in a worker's hand: the worker sleeps as it is told, and asks pick and lease as it does in production. */
final class LatenessCase {

    private static final int ITEMS = 1_000;
    private static final int SPREAD_MILLIS = 10_000;

    private final Target target;
    private final Consumer<Row> out;

    LatenessCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        var job = target.open(ITEMS);
        target.seed(job, target.items(0, ITEMS));
        target.queue.jobs().seeded(job);
        var due = new HashMap<Long, Long>();
        // All at once, so that none is due before the last one is delayed.
        while (due.size() < ITEMS) {
            settle(target.queue.frontier().lease(job, "w", 100).leases().stream()
                    .map(lease -> {
                        var delay = Duration.ofMillis(
                                500L + ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
                        due.put(lease.token().id(), System.nanoTime() + delay.toNanos());
                        return new Settlement(lease.token(), new Outcome.Retry("Timeout", "", delay));
                    })
                    .toList());
        }
        var late = new ArrayList<Long>();
        while (late.size() < ITEMS) {
            var leases = next();
            for (var lease : leases)
                late.add(System.nanoTime()
                        - Objects.requireNonNull(due.get(lease.token().id())));
            settle(leases.stream()
                    .map(lease -> new Settlement(lease.token(), new Outcome.Fetched(0, WorkerLoop.record(lease), null)))
                    .toList());
        }
        long early = late.stream()
                .filter(nanos -> nanos < -TimeUnit.MILLISECONDS.toNanos(2))
                .count();
        out.accept(target.audited(
                new Row("lateness")
                        .put("items", ITEMS)
                        .percentiles("late", late)
                        .put("early", early),
                job));
        target.purge(job);
    }

    private List<Lease> next() {
        var pick = target.queue.frontier().pick(Target.QUEUE, "w", 1);
        var wait = pick.askAgainIn();
        for (var job : pick.jobs()) {
            var leased = target.queue.frontier().lease(job, "w", 100);
            if (!leased.leases().isEmpty()) return leased.leases();
            wait = leased.askAgainIn();
        }
        LockSupport.parkNanos(Math.max(1_000_000, wait.toNanos()));
        return List.of();
    }

    private void settle(List<Settlement> ends) {
        if (ends.isEmpty()) return;
        var verdicts = target.queue.frontier().settle(ends.getFirst().token().job(), "w", ends);
        if (!verdicts.stream().allMatch(Verdict.ACCEPTED::equals))
            throw new IllegalStateException("settling delayed items: " + verdicts);
    }
}
