package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the number of known URLs costs: a link that was found before, discovered again by a leased page, and a new URL from its discovery to its end, each
 * with ten thousand and with a million marks.
 */
final class KnownCase {

    private static final int CALLS = 400;
    private static final int NEW_URLS = 50_000;
    private static final int HANDS = 6;
    private static final int[] SIZES = {10_000, 1_000_000};

    private final Target target;
    private final Consumer<Row> out;

    KnownCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        for (int known : SIZES) {
            var job = target.open(known + NEW_URLS);
            for (int from = 0; from < known; from += 50_000)
                target.seed(job, target.items(from, Math.min(known, from + 50_000)));
            link(job, known);
            url(job, known);
            target.purge(job);
        }
    }

    private void link(JobKey job, int known) {
        var lease = target.queue.frontier().lease(job, "w", 1).leases().getFirst();
        discover(job, lease, known);
        var before = target.usage();
        discover(job, lease, known);
        var used = target.usage().since(before);
        out.accept(new Row("known")
                .put("known", known)
                .put("links", CALLS * Target.CHUNK)
                .put(used, (long) CALLS * Target.CHUNK));
        target.queue
                .frontier()
                .settle(job, "w", List.of(new Settlement(lease.token(), new Outcome.PutBack(Duration.ZERO))));
    }

    private void url(JobKey job, int known) {
        var news = target.items(known, known + NEW_URLS);
        var before = target.usage();
        target.seed(job, news);
        var done = new AtomicInteger();
        Threads.run(
                HANDS,
                hand -> done.addAndGet(
                        new WorkerLoop(target, job, "w", Target.budget(), lease -> {}).run(NEW_URLS / HANDS)));
        var used = target.usage().since(before);
        out.accept(target.audited(
                new Row("known-url").put("known", known).put("urls", done.get()).put(used, done.get()), job));
    }

    private void discover(JobKey job, Lease lease, int known) {
        for (int call = 0; call < CALLS; call++) {
            var links = ThreadLocalRandom.current()
                    .ints(Target.CHUNK, 0, known)
                    .mapToObj(target::item)
                    .toList();
            var answer = target.queue.frontier().discover(lease.token(), "w", links);
            if (answer.known() != Target.CHUNK)
                throw new IllegalStateException("job %s: not all known: %s".formatted(job, answer));
        }
    }
}
