package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** What a link costs that was found before: discovered again by a leased page, with ten thousand and with a million marks. */
final class KnownCase {

    private static final int CALLS = 400;
    private static final int[] SIZES = {10_000, 1_000_000};

    private final Target target;
    private final Consumer<Row> out;

    KnownCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        for (int known : SIZES) {
            var job = target.open(known);
            for (int from = 0; from < known; from += 50_000)
                target.seed(job, target.items(from, Math.min(known, from + 50_000)));
            var lease = target.queue.frontier().lease(job, "w", 1).leases().getFirst();
            discover(job, lease, known);
            var before = target.usage();
            discover(job, lease, known);
            var used = target.usage().since(before);
            out.accept(new Row("known")
                    .put("known", known)
                    .put("links", CALLS * Target.CHUNK)
                    .put(used, (long) CALLS * Target.CHUNK));
            target.purge(job);
        }
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
