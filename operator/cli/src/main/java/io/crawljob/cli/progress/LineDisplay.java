package io.crawljob.cli.progress;

import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A line each few seconds, and at once when the phase changes: for logs. */
final class LineDisplay implements Display {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final Clock clock;
    private Instant last = Instant.EPOCH;
    private String phase = "";

    LineDisplay(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(CrawlJob job) {
        var now = clock.instant();
        var changed = !Wording.phase(job).equals(phase);
        if (!changed && now.isBefore(last.plus(EVERY))) return;
        last = now;
        phase = Wording.phase(job);
        var waits = Wording.waits(job, 1);
        out.printf(
                "%s %s %s: %s%s%n",
                Wording.time(now),
                job.getMetadata().getName(),
                phase,
                Wording.numbers(Wording.progress(job), now),
                waits.isEmpty() ? "" : "; " + waits.getFirst());
        out.flush();
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void end() {
        out.flush();
    }
}
