package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static io.crawljob.operator.status.Projections.counted;
import static io.crawljob.operator.status.Projections.finished;
import static io.crawljob.operator.status.Projections.has;
import static io.crawljob.operator.status.Projections.progress;
import static io.crawljob.operator.status.Projections.project;
import static io.crawljob.operator.status.Projections.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Phase;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.queue.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a crawl ends. */
class EndsTest {

    @Test
    void succeedsWithAndWithoutFailures() {
        var clean = project(
                Given.job(""),
                finished(Counts.running()
                        .done(10)
                        .excluded(2)
                        .exclusion("RobotsDenied", 2, "https://x/")
                        .skip("OutOfScope", 7L, "https://y/")
                        .skip("RobotsDenied", 1, "https://x/1")));
        var some = project(
                Given.job(""),
                finished(Counts.running().done(90).failed(10).failure("Http4xx", 10, "https://x/404", "404")));

        assertThat(clean.phase()).isEqualTo(Phase.SUCCEEDED);
        has(clean, ConditionType.COMPLETE, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.FAILED, Status.FALSE, Reason.SUCCEEDED);
        has(clean, ConditionType.FINISHED, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.READY, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.WORKERS_READY, Status.FALSE, Reason.SCALED_TO_ZERO);
        assertThat(clean.message())
                .isEqualTo(
                        "10 pages done, 2 left out by rule (2 RobotsDenied), 8 links not followed (7 OutOfScope, 1 RobotsDenied)");
        assertThat(clean.exclusions())
                .containsExactly(
                        new CrawlJobStatus.ExclusionTally("OutOfScope", 7L, "https://y/"),
                        new CrawlJobStatus.ExclusionTally("RobotsDenied", 3L, "https://x/"));
        assertThat(clean.completionTime()).isEqualTo(NOW);
        assertThat(progress(clean).summary()).isEqualTo("12/12");
        has(some, ConditionType.COMPLETE, Status.TRUE, Reason.SUCCEEDED_WITH_FAILURES);
        assertThat(some.message()).contains("90 pages done, 10 failed: 10 Http4xx (https://x/404: 404)");
    }

    @Test
    void failsForEachOfItsReasons() {
        var tooMany = project(
                Given.job(""),
                finished(Counts.running().done(7).failed(3).failure("Timeout", 3, "https://x/", "30 s")));
        has(tooMany, ConditionType.FAILED, Status.TRUE, Reason.TOO_MANY_FAILURES);
        has(tooMany, ConditionType.STALLED, Status.TRUE, Reason.TOO_MANY_FAILURES);
        has(tooMany, ConditionType.READY, Status.FALSE, Reason.TOO_MANY_FAILURES);
        assertThat(tooMany.message())
                .startsWith("3 of 10 pages failed (30 %), more than failure.maxFailedPercent (20)");
        assertThat(tooMany.phase()).isEqualTo(Phase.FAILED);

        var nothing = project(
                Given.job(""),
                finished(Counts.running()
                        .failed(1)
                        .failure("AddressRefused", 1, "http://10.0.0.1/", "a private address")));
        has(nothing, ConditionType.FAILED, Status.TRUE, Reason.NOTHING_FETCHED);
        assertThat(nothing.message()).contains("1 AddressRefused (http://10.0.0.1/: a private address)");

        var cancelled = project(
                Given.job("cancel: true"),
                counted(Counts.running().done(3).excluded(4).state(JobState.CANCELLED)));
        has(cancelled, ConditionType.FAILED, Status.TRUE, Reason.CANCELLED);
        assertThat(cancelled.message()).isEqualTo("3 pages done when it was cancelled; the records are kept");

        has(project(Given.job("cancel: true"), Given.noKeys()), ConditionType.FAILED, Status.TRUE, Reason.CANCELLED);

        var late = written(
                Given.job("activeDeadlineSeconds: 60"), counted(Counts.running().waiting(3)));
        var stopped = counted(Counts.running().done(1).excluded(2).state(JobState.CANCELLED));
        var seen = Given.seen(late, stopped, Given.queue(Given.workers(1, 1)), NOW.plusSeconds(61));
        has(
                StatusProjector.project(seen, List.of()).status(),
                ConditionType.FAILED,
                Status.TRUE,
                Reason.DEADLINE_EXCEEDED);

        var lost =
                written(Given.job("onQueueLost: Fail"), counted(Counts.running().done(3)));
        has(project(lost, Given.noKeys()), ConditionType.FAILED, Status.TRUE, Reason.QUEUE_LOST);
    }

    @Test
    void isNotOverBeforeTheQueueHasStopped() {
        var cancelling = project(
                Given.job("cancel: true"), counted(Counts.running().waiting(3).leased(1)));
        var emptied = project(Given.job(""), counted(Counts.running().done(3)));

        has(cancelling, ConditionType.FINISHED, Status.FALSE, Reason.NOT_FINISHED);
        has(emptied, ConditionType.COMPLETE, Status.FALSE, Reason.NOT_FINISHED);
    }

    @Test
    void whatTheQueueHasClosedIsCompleteEvenIfItIsCancelledAfterwards() {
        var status =
                project(Given.job("cancel: true"), finished(Counts.running().done(3)));

        has(status, ConditionType.COMPLETE, Status.TRUE, Reason.SUCCEEDED);
    }
}
