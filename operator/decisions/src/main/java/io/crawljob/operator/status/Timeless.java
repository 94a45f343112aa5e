package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.HeldHost;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status without the times that pass by themselves, for comparison alone. */
final class Timeless {

    private Timeless() {}

    static CrawlJobStatus of(CrawlJobStatus it) {
        return new CrawlJobStatus(
                it.observedGeneration(),
                it.run(),
                it.epoch(),
                it.phase(),
                conditions(it.conditions()),
                it.startTime(),
                it.completionTime(),
                it.lastHandledRerun(),
                it.lastHandledRetryFailed(),
                it.workers(),
                progress(it.progress()),
                it.hosts().stream()
                        .map(host -> new HeldHost(host.host(), host.waiting(), null, host.reason()))
                        .toList(),
                it.failures(),
                it.exclusions(),
                it.results(),
                it.message());
    }

    static List<Condition> conditions(List<Condition> conditions) {
        return conditions.stream()
                .map(it ->
                        new Condition(it.type(), it.status(), it.reason(), it.message(), null, it.observedGeneration()))
                .toList();
    }

    private static @Nullable Progress progress(@Nullable Progress it) {
        if (it == null) return null;
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
                it.pagesPerMinute(),
                it.bytes(),
                null,
                it.summary());
    }
}
