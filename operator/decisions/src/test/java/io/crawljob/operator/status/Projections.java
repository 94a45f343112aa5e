package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.queue.JobState;
import java.util.List;
import java.util.Objects;

/** What a status says, and what it was made from. */
final class Projections {

    private Projections() {}

    static CrawlJobStatus project(CrawlJob job, Reading reading) {
        return StatusProjector.project(Given.seen(job, reading), List.of()).status();
    }

    static CrawlJobStatus project(CrawlJob job, Reading reading, QueueView queue) {
        return StatusProjector.project(Given.seen(job, reading, queue, NOW), List.of())
                .status();
    }

    static CrawlJob written(CrawlJob job, Reading reading) {
        return Given.job(job.getSpec(), 1, project(job, reading));
    }

    static Reading counted(Counts counts) {
        return Given.counted(counts.snapshot());
    }

    static Reading finished(Counts counts) {
        return counted(counts.state(JobState.FINISHED));
    }

    static Progress progress(CrawlJobStatus status) {
        return Objects.requireNonNull(status.progress());
    }

    static Condition find(CrawlJobStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    static void has(CrawlJobStatus status, ConditionType type, Status expected, Reason reason) {
        var condition = find(status, type);
        assertThat(condition.status()).as(condition.toString()).isEqualTo(expected);
        assertThat(condition.reason()).as(condition.toString()).isEqualTo(reason.toString());
    }
}
