package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.queue.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's counters, and what follows from them: percent, rate and the estimated end. */
final class Counters {

    private static final Duration STEADY = Duration.ofSeconds(15);

    private Counters() {}

    /**
     * @param before of the same run; null if there is none
     * @param moves whether pages are being fetched; else there is no rate and no estimate
     */
    static Progress of(Snapshot counts, @Nullable Progress before, Observation seen, boolean moves) {
        var settled = counts.done() + counts.failed() + counts.excluded();
        var percent = counts.discovered() == 0 ? 0 : (int) (settled * 100 / counts.discovered());
        return new Progress(
                counts.discovered(),
                counts.waiting(),
                counts.delayed(),
                counts.leased(),
                counts.done(),
                counts.failed(),
                counts.excluded(),
                counts.retries(),
                counts.skippedLinks(),
                percent,
                moves ? rate(before, seen) : null,
                counts.bytes(),
                moves ? estimate(counts, before, seen).orElse(null) : null,
                settled + "/" + counts.discovered());
    }

    /** Without rate and estimate: those of a run that stands still. */
    static Progress still(Progress it) {
        return new Progress(
                it.discovered(),
                it.waiting(),
                it.delayed(),
                it.leased(),
                it.done(),
                it.failed(),
                it.excluded(),
                it.retries(),
                it.skippedLinks(),
                it.percent(),
                null,
                it.bytes(),
                null,
                it.summary());
    }

    private static @Nullable Long rate(@Nullable Progress before, Observation seen) {
        var rate = seen.pace().pagesPerMinute();
        if (rate.isEmpty()) return before == null ? null : before.pagesPerMinute();
        var pages = rate.getAsLong();
        return pages < 100 ? pages : Math.round(pages / 10.0) * 10;
    }

    /** One that was told before stays as long as it is not far off. */
    private static Optional<Instant> estimate(Snapshot counts, @Nullable Progress before, Observation seen) {
        var now = seen.now();
        var left = seen.pace().timeFor(counts.waiting() + counts.delayed() + counts.leased());
        var told = Optional.ofNullable(before).map(Progress::estimatedCompletionTime);
        if (left.isEmpty()) return told.filter(it -> it.isAfter(now));
        var end = now.plus(left.get());
        var slack = left.get().dividedBy(10).compareTo(STEADY) > 0 ? left.get().dividedBy(10) : STEADY;
        var near = told.filter(it -> it.isAfter(now))
                .filter(it -> Duration.between(it, end).abs().compareTo(slack) <= 0);
        return near.or(() -> Optional.of(Moments.estimate(end, now)));
    }

    /** Whether a counter that only grows has become less: Redis has lost its last moments. */
    static boolean wentBack(Progress before, Progress now) {
        return now.discovered() < before.discovered()
                || now.done() < before.done()
                || now.retries() < before.retries()
                || now.skippedLinks() < before.skippedLinks()
                || now.bytes() < before.bytes();
    }
}
