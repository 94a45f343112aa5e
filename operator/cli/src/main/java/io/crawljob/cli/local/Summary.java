package io.crawljob.cli.local;

import io.crawljob.cli.progress.Ending;
import io.crawljob.crds.v1alpha1.CrawlJob;
import java.util.ArrayList;
import java.util.List;

/** The last words of a run. */
final class Summary {

    private Summary() {}

    static List<String> lines(CrawlJob job, RunFolder folder, long records) {
        var lines = new ArrayList<String>();
        var status = job.getStatus();
        if (status == null) return lines;
        if (Ending.isFinished(job))
            lines.add("%s: %s".formatted(job.getMetadata().getName(), Ending.describe(job)));
        var progress = status.progress();
        if (progress != null) {
            lines.add("%d pages found: %d done, %d failed, %d excluded, %d left"
                    .formatted(
                            progress.discovered(),
                            progress.done(),
                            progress.failed(),
                            progress.excluded(),
                            progress.waiting() + progress.delayed() + progress.leased()));
        }
        status.failures()
                .forEach(failure -> lines.add("  failed, %s: %d, such as %s (%s)"
                        .formatted(failure.failureClass(), failure.count(), failure.sampleUrl(), failure.message())));
        status.exclusions()
                .forEach(rule -> lines.add(
                        "  left out, %s: %d, such as %s".formatted(rule.rule(), rule.count(), rule.sampleUrl())));
        lines.add("%d records in %s".formatted(records, folder.records()));
        lines.add("status in %s".formatted(folder.status()));
        return lines;
    }
}
