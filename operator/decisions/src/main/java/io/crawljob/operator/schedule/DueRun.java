package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec.ConcurrencyPolicy;
import java.time.Instant;
import java.util.Optional;

/** What becomes of the latest time that has come. Of several that came meanwhile only this one counts. */
sealed interface DueRun {

    /** No time has come since the last crawl was made. */
    record None() implements DueRun {}

    record Make(Instant at) implements DueRun {}

    /** The crawl before is not over, and {@code concurrencyPolicy} forbids two. */
    record Held(Instant at) implements DueRun {}

    /** Later than {@code startingDeadlineSeconds} allows. */
    record Missed(Instant at) implements DueRun {}

    static DueRun find(CrawlScheduleSpec spec, Timetable times, Instant since, boolean busy, Instant now) {
        if (spec.suspend()) return new None();
        // Of a clock that was ahead nothing is made again: it may have been.
        var base = since.isAfter(now) ? now : since;
        Optional<Instant> latest = times.latest(now).filter(at -> at.isAfter(base));
        if (latest.isEmpty()) return new None();
        var at = latest.get();
        var deadline = spec.startingDeadlineSeconds();
        if (deadline != null && now.isAfter(at.plusSeconds(deadline))) return new Missed(at);
        return busy && spec.concurrencyPolicy() == ConcurrencyPolicy.FORBID ? new Held(at) : new Make(at);
    }
}
