package io.crawljob.cli.progress;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.HeldHost;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A status in words. */
public final class Wording {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private Wording() {}

    public static Progress progress(CrawlJob job) {
        return status(job).map(CrawlJobStatus::progress).orElse(NOTHING);
    }

    private static final Progress NOTHING =
            new Progress(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, null, null, 0L, null, null);

    static Optional<CrawlJobStatus> status(CrawlJob job) {
        return Optional.ofNullable(job.getStatus());
    }

    public static String phase(CrawlJob job) {
        return status(job).map(CrawlJobStatus::phase).map(Object::toString).orElse("Pending");
    }

    /** Such as {@code 12/28 pages (42%), 3 failed, 1 excluded, 95 a minute, about 0:12 left}. */
    public static String numbers(Progress progress, Instant now) {
        var parts = new ArrayList<String>();
        var settled = progress.done() + progress.failed() + progress.excluded();
        parts.add("%d/%d pages (%d%%)".formatted(settled, progress.discovered(), percent(progress)));
        if (progress.failed() > 0) parts.add(progress.failed() + " failed");
        if (progress.excluded() > 0) parts.add(progress.excluded() + " excluded");
        if (progress.delayed() > 0) parts.add(progress.delayed() + " to be tried again");
        if (progress.pagesPerMinute() != null) parts.add(progress.pagesPerMinute() + " a minute");
        remaining(progress.estimatedCompletionTime(), now).ifPresent(left -> parts.add("about " + left + " left"));
        return String.join(", ", parts);
    }

    static int percent(Progress progress) {
        var settled = progress.done() + progress.failed() + progress.excluded();
        return progress.discovered() == 0 ? 0 : (int) (settled * 100 / progress.discovered());
    }

    /** Hosts that are waited for, with the time of the next request. */
    public static List<String> waits(CrawlJob job, int most) {
        return status(job).stream()
                .flatMap(status -> status.hosts().stream())
                .limit(most)
                .map(Wording::wait)
                .toList();
    }

    private static String wait(HeldHost host) {
        var until = host.nextTime() == null ? "" : ", until " + TIME.format(host.nextTime());
        var reason = host.reason() == null ? "" : ": " + host.reason();
        return "%s: %d waiting%s%s".formatted(host.host(), host.waiting(), reason, until);
    }

    static String time(Instant now) {
        return TIME.format(now);
    }

    private static Optional<String> remaining(@Nullable Instant end, Instant now) {
        if (end == null || !end.isAfter(now)) return Optional.empty();
        var left = Duration.between(now, end);
        return Optional.of(
                left.toHours() > 0
                        ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                        : "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart()));
    }
}
