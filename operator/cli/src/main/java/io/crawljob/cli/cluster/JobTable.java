package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** CrawlJobs in lines, with the same columns as kubectl's. */
final class JobTable {

    private static final List<String> COLUMNS =
            List.of("NAMESPACE", "NAME", "PHASE", "PROGRESS", "FAILED", "RATE", "ETA", "QUEUE", "AGE");

    private JobTable() {}

    static List<String> lines(List<CrawlJob> jobs, boolean withNamespace, Instant now) {
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS);
        jobs.forEach(job -> rows.add(row(job, now)));
        var widths = IntStream.range(0, COLUMNS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(withNamespace ? 0 : 1, row.size())
                        .mapToObj(column -> row.get(column)
                                + " ".repeat(widths[column] - row.get(column).length()))
                        .collect(Collectors.joining("   "))
                        .stripTrailing())
                .toList();
    }

    private static List<String> row(CrawlJob job, Instant now) {
        var status = Optional.ofNullable(job.getStatus());
        var progress = status.map(CrawlJobStatus::progress);
        return List.of(
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                status.map(CrawlJobStatus::phase).map(Object::toString).orElse(""),
                progress.map(it -> text(it.summary())).orElse(""),
                progress.map(it -> text(it.failed())).orElse(""),
                progress.map(it -> text(it.pagesPerMinute())).orElse(""),
                progress.map(CrawlJobStatus.Progress::estimatedCompletionTime)
                        .map(end -> span(Duration.between(now, end)))
                        .orElse(""),
                job.getSpec().queueName(),
                span(Duration.between(Instant.parse(job.getMetadata().getCreationTimestamp()), now)));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** As kubectl writes an age: the largest unit alone. */
    private static String span(Duration span) {
        if (span.isNegative()) return "0s";
        if (span.toDays() > 0) return span.toDays() + "d";
        if (span.toHours() > 0) return span.toHours() + "h";
        return span.toMinutes() > 0 ? span.toMinutes() + "m" : span.toSeconds() + "s";
    }
}
