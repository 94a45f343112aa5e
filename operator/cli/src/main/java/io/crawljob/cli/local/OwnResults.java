package io.crawljob.cli.local;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import java.io.IOException;

/** Where a local run differs from a cluster's: its records are in a file, and the result store only passes them on. */
final class OwnResults {

    private OwnResults() {}

    static CrawlJobStatus in(CrawlJobStatus it, Records records) throws IOException {
        return new CrawlJobStatus(
                it.observedGeneration(),
                it.run(),
                it.epoch(),
                it.phase(),
                it.conditions(),
                it.startTime(),
                it.completionTime(),
                it.lastHandledRerun(),
                it.lastHandledRetryFailed(),
                it.workers(),
                it.progress(),
                it.hosts(),
                it.failures(),
                it.exclusions(),
                new CrawlJobStatus.Results(records.count(), records.bytes(), "records.jsonl"),
                it.message());
    }
}
