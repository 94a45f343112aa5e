package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Phase;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.References;
import io.crawljob.queue.JobState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusProjectorTest {

    @Test
    void theFirstStatusHasEveryConditionAndIsReconciling() {
        var status = project(Given.job(""), Given.unread());

        assertThat(status.conditions()).hasSize(10);
        assertThat(status.phase()).isEqualTo(Phase.PENDING);
        assertThat(status.run()).isEqualTo(1);
        has(status, ConditionType.ACCEPTED, Status.UNKNOWN, Reason.PENDING);
        has(status, ConditionType.RECONCILING, Status.TRUE, Reason.PENDING);
        has(status, ConditionType.READY, Status.FALSE, Reason.PENDING);
        has(status, ConditionType.STALLED, Status.FALSE, Reason.NOT_STALLED);
        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.REDIS_UNAVAILABLE);
        assertThat(status.message()).contains("redis.example:6379");
    }

    @Test
    void anInvalidSpecIsStalledAndNamesItsField() {
        var status = project(Given.job("exclude: ['(']"), Given.noKeys());

        has(status, ConditionType.ACCEPTED, Status.FALSE, Reason.INVALID_SPEC);
        has(status, ConditionType.STALLED, Status.TRUE, Reason.INVALID_SPEC);
        has(status, ConditionType.READY, Status.FALSE, Reason.INVALID_SPEC);
        has(status, ConditionType.RECONCILING, Status.FALSE, Reason.INVALID_SPEC);
        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.PENDING);
        assertThat(status.message()).startsWith("spec.exclude[0]: is \"(\"");
        assertThat(status.phase()).isEqualTo(Phase.PENDING);
    }

    @Test
    void aSpecThatTurnsInvalidSaysSoWhileTheLastGoodOneGoesOn() {
        var status = project(
                Given.job("exclude: ['(']"), counted(Counts.running().waiting(5).leased(1)));

        has(status, ConditionType.ACCEPTED, Status.FALSE, Reason.INVALID_SPEC);
        has(status, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        assertThat(status.phase()).isEqualTo(Phase.RUNNING);
        assertThat(find(status, ConditionType.ACCEPTED).message()).endsWith("the last good spec goes on");
    }

    @Test
    void whatIsNotThereYetIsTheReason() {
        var noQueue = seen(Given.job(""), new References(false, null));
        var noConfigMap = seen(
                Given.jobWithSource("{urls: {configMapKeyRef: {name: urls, key: list}}}", ""), References.queueOnly());

        has(
                StatusProjector.project(noQueue, List.of()).status(),
                ConditionType.ACCEPTED,
                Status.FALSE,
                Reason.QUEUE_NOT_FOUND);
        has(
                StatusProjector.project(noConfigMap, List.of()).status(),
                ConditionType.ACCEPTED,
                Status.FALSE,
                Reason.CONFIG_MAP_NOT_FOUND);
    }

    @Test
    void keepsItsCountersWhileRedisCannotBeAsked() {
        var job = written(Given.job(""), counted(Counts.running().waiting(5).done(7)));

        var status = project(job, Given.unread());

        assertThat(progress(status).done()).isEqualTo(7);
        has(status, ConditionType.READY, Status.TRUE, Reason.PLAN_STORED);
        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.REDIS_UNAVAILABLE);
    }

    @Test
    void aFinishedStatusStaysAsItIs() {
        var job = written(Given.job(""), finished(Counts.running().done(3)));
        var later = Given.seen(job, Given.noKeys(), Given.queue(Given.workers(0, 0)), NOW.plusSeconds(9_999));

        var projection = StatusProjector.project(later, List.of());

        assertThat(projection.status()).isEqualTo(job.getStatus());
        assertThat(projection.events()).isEmpty();
        assertThat(StatusProjector.differs(job.getStatus(), projection.status()))
                .isFalse();
    }

    @Test
    void transitionTimesMoveOnlyWithTheStatusOfTheirCondition() {
        var job = written(Given.job(""), counted(Counts.running().waiting(5).leased(1)));
        var later = Given.seen(
                job,
                counted(Counts.running().waiting(4).leased(1).done(1)),
                Given.queue(Given.workers(0, 0)),
                NOW.plusSeconds(10));

        var status = StatusProjector.project(later, List.of()).status();

        assertThat(find(status, ConditionType.READY).lastTransitionTime()).isEqualTo(NOW);
        assertThat(find(status, ConditionType.WORKERS_READY).lastTransitionTime())
                .isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void timesThatPassByThemselvesAreNotWorthAWrite() {
        var first = Counts.running().waiting(5).leased(1).host("a.example", 5, NOW.plusSeconds(1), "Delay");
        var second = Counts.running().waiting(5).leased(1).host("a.example", 5, NOW.plusSeconds(2), "Delay");
        var job = written(Given.job(""), counted(first));
        var later = Given.seen(job, counted(second), Given.queue(Given.workers(1, 1)), NOW.plusSeconds(1));

        assertThat(StatusProjector.differs(
                        job.getStatus(),
                        StatusProjector.project(later, List.of()).status()))
                .isFalse();
        assertThat(StatusProjector.differs(job.getStatus(), project(job, counted(first.done(1)))))
                .isTrue();
        assertThat(StatusProjector.differs(null, job.getStatus())).isTrue();
    }

    @Test
    void aPlanWithSeedsLeftOutSaysWhich() {
        var job = Given.jobWithSource("{urls: {configMapKeyRef: {name: urls, key: list}}}", "");
        var references = new References(true, Map.of("list", "https://a.example/\nnot a url\n"));
        var seen = new Observation(
                job,
                PlanMapper.map(job, Given.SETTINGS, references),
                Given.queue(Given.workers(1, 1)),
                counted(Counts.running().waiting(1)),
                Pace.unknown(),
                NOW);

        var accepted = find(StatusProjector.project(seen, List.of()).status(), ConditionType.ACCEPTED);

        assertThat(accepted.status()).isEqualTo(Status.TRUE);
        assertThat(accepted.message()).contains("left out: line 2 is \"not a url\"");
    }

    private static Observation seen(CrawlJob job, References references) {
        return new Observation(
                job,
                PlanMapper.map(job, Given.SETTINGS, references),
                Given.queue(Given.workers(0, 0)),
                Given.noKeys(),
                Pace.unknown(),
                NOW);
    }

    private static CrawlJobStatus project(CrawlJob job, Reading reading) {
        return StatusProjector.project(Given.seen(job, reading), List.of()).status();
    }

    private static CrawlJob written(CrawlJob job, Reading reading) {
        return Given.job(job.getSpec(), 1, project(job, reading));
    }

    private static Reading counted(Counts counts) {
        return Given.counted(counts.snapshot());
    }

    private static Reading finished(Counts counts) {
        return counted(counts.state(JobState.FINISHED));
    }

    private static Progress progress(CrawlJobStatus status) {
        return Objects.requireNonNull(status.progress());
    }

    private static Condition find(CrawlJobStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    private static void has(CrawlJobStatus status, ConditionType type, Status expected, Reason reason) {
        var condition = find(status, type);
        assertThat(condition.status()).as(condition.toString()).isEqualTo(expected);
        assertThat(condition.reason()).as(condition.toString()).isEqualTo(reason.toString());
    }
}
