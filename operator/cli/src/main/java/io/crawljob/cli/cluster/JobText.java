package io.crawljob.cli.cluster;

import io.crawljob.cli.progress.Wording;
import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A CrawlJob on one screen. */
final class JobText {

    private static final int HOSTS = 10;

    private JobText() {}

    static List<String> lines(CrawlJob job, Instant now) {
        var lines = new ArrayList<String>();
        var metadata = job.getMetadata();
        var queue = job.getSpec().queueName();
        var status = job.getStatus();
        if (status == null) {
            lines.add("%s/%s, queue %s".formatted(metadata.getNamespace(), metadata.getName(), queue));
            lines.add("no operator has seen it yet; is one running?");
            return lines;
        }
        var run = Objects.requireNonNullElse(status.run(), 1);
        lines.add("%s/%s, run %d, queue %s".formatted(metadata.getNamespace(), metadata.getName(), run, queue));
        lines.add("%s: %s".formatted(Wording.phase(job), Wording.numbers(Wording.progress(job), now)));
        if (status.message() != null) lines.add(status.message());
        lines.add("");
        status.conditions().forEach(condition -> lines.add(line(condition)));
        tell(job, status, lines);
        return lines;
    }

    private static void tell(CrawlJob job, CrawlJobStatus status, List<String> lines) {
        if (!status.hosts().isEmpty()) lines.addAll(List.of("", "Waits for"));
        Wording.waits(job, HOSTS).forEach(wait -> lines.add("  " + wait));
        if (!status.failures().isEmpty()) lines.addAll(List.of("", "Failed"));
        status.failures()
                .forEach(it -> lines.add("  %s: %d, such as %s (%s)"
                        .formatted(it.failureClass(), it.count(), it.sampleUrl(), it.message())));
        if (!status.exclusions().isEmpty()) lines.addAll(List.of("", "Left out"));
        status.exclusions()
                .forEach(it -> lines.add("  %s: %d, such as %s".formatted(it.rule(), it.count(), it.sampleUrl())));
        var results = status.results();
        if (results == null) return;
        lines.addAll(List.of(
                "", "%d records, %d bytes: %s".formatted(results.records(), results.bytes(), results.location())));
    }

    private static String line(Condition condition) {
        return "  %-13s %-7s %s: %s"
                .formatted(condition.type(), condition.status(), condition.reason(), condition.message());
    }
}
