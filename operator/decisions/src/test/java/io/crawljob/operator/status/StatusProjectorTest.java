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
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersView;
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
    void aStoredPlanIsReadyWhateverTheCrawlWaitsFor() {
        var crawling =
                project(Given.job(""), counted(Counts.running().waiting(5).leased(1)));
        var suspended =
                project(Given.job("suspend: true"), counted(Counts.running().waiting(5)));

        for (var status : List.of(crawling, suspended)) {
            has(status, ConditionType.ACCEPTED, Status.TRUE, Reason.PLAN_STORED);
            has(status, ConditionType.READY, Status.TRUE, Reason.PLAN_STORED);
            has(status, ConditionType.RECONCILING, Status.FALSE, Reason.PLAN_STORED);
        }
        has(crawling, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        assertThat(crawling.phase()).isEqualTo(Phase.RUNNING);
        has(suspended, ConditionType.SUSPENDED, Status.TRUE, Reason.SUSPENDED);
        has(suspended, ConditionType.PROGRESSING, Status.FALSE, Reason.SUSPENDED);
        assertThat(suspended.phase()).isEqualTo(Phase.SUSPENDED);
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
    void saysWhichHostItWaitsForWhyAndUntilWhen() {
        var limited =
                counted(Counts.running().waiting(40).host("docs.example.org", 40, NOW.plusSeconds(64), "RateLimited"));
        var delayed =
                counted(Counts.running().waiting(40).host("docs.example.org", 40, NOW.plusMillis(29_500), "Delay"));

        var status = project(Given.job(""), limited);
        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.RATE_LIMITED);
        assertThat(status.phase()).isEqualTo(Phase.RATE_LIMITED);
        assertThat(status.message())
                .isEqualTo("waits for docs.example.org: it asked to wait (429 or 503, Retry-After), until 10:31:04");
        assertThat(status.hosts()).hasSize(1);
        has(status, ConditionType.READY, Status.TRUE, Reason.PLAN_STORED);

        var polite = project(Given.job(""), delayed);
        has(polite, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_HOSTS);
        assertThat(polite.phase()).isEqualTo(Phase.WAITING);
        assertThat(polite.message()).contains("the delay between its requests").endsWith("until 10:30:30");
    }

    @Test
    void theUsualPaceOfAPoliteCrawlIsNoWait() {
        var status = project(
                Given.job(""),
                counted(Counts.running().waiting(40).host("docs.example.org", 40, NOW.plusMillis(900), "Delay")));

        has(status, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
    }

    @Test
    void aPageNowAndThenDoesNotEndAWait() {
        var waiting = Counts.running().waiting(40).host("docs.example.org", 40, NOW.plusSeconds(30), "Delay");
        var job = written(Given.job(""), counted(waiting));
        var page = Counts.running().waiting(39).leased(1).host("docs.example.org", 39, NOW.plusSeconds(60), "Delay");
        var readings = List.of(
                waiting.done(1).snapshot(),
                page.readAt(NOW.plusSeconds(30)).done(2).snapshot());
        var plain = Given.seen(
                job, Given.counted(readings.getLast()), Given.queue(Given.workers(1, 1)), NOW.plusSeconds(30));
        var pace = Pace.unknown().with(readings.getFirst()).with(readings.getLast());
        var seen = new Observation(job, plain.validated(), plain.queue(), plain.reading(), pace, plain.now());

        var status = StatusProjector.project(seen, List.of()).status();

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_HOSTS);
        assertThat(progress(status).pagesPerMinute()).isEqualTo(2);
    }

    @Test
    void aRetryThatIsFarAwayIsAWait() {
        var status = project(Given.job(""), counted(Counts.running().done(4).delayed(2, NOW.plusSeconds(120))));

        assertThat(status.message()).isEqualTo("waits to try 2 URLs again, the next at 10:32:00");
    }

    @Test
    void waitsForWorkersWithTheKubeletsOwnWords() {
        var pod = new WorkersView.Pod(
                "crawl-default-1", false, 0, null, "ImagePullBackOff", "Back-off pulling image \"x/y:1\"", null);
        var stuck = new WorkersView(1, 0, null, null, List.of(pod));

        var status = project(Given.job(""), counted(Counts.running().waiting(5)), Given.queue(stuck));

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        has(status, ConditionType.WORKERS_READY, Status.FALSE, Reason.IMAGE_PULL_FAILED);
        assertThat(status.message()).contains("ImagePullFailed").contains("Back-off pulling image \"x/y:1\"");
        assertThat(status.phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void waitsForItsTurnForItsQueueForRoomInTheStoreAndForRedis() {
        var waiting = counted(Counts.running().waiting(5).state(JobState.SUSPENDED));
        var turn = new QueueView("default", false, new Turn.Waits("default", 2, 5, 5), Given.workers(1, 1), null);
        var suspended = new QueueView("default", true, new Turn.Runs(), Given.workers(1, 1), null);
        var full = new QueueView("default", false, new Turn.Runs(), Given.workers(1, 1), "Redis is above maxmemory");

        var byTurn = project(Given.job(""), waiting, turn);
        has(byTurn, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_TURN);
        assertThat(byTurn.message())
                .isEqualTo("waits for its turn: queue default runs 5 of 5 jobs; place 2 in the line");
        has(
                project(Given.job(""), waiting, suspended),
                ConditionType.PROGRESSING,
                Status.FALSE,
                Reason.QUEUE_SUSPENDED);
        var byStore = project(Given.job(""), counted(Counts.running().waiting(5).storeFull()));
        has(byStore, ConditionType.PROGRESSING, Status.FALSE, Reason.RESULT_STORE_FULL);
        assertThat(byStore.message()).contains("crawl results handbook -n research --consume");
        has(
                project(Given.job(""), counted(Counts.running().waiting(5)), full),
                ConditionType.PROGRESSING,
                Status.FALSE,
                Reason.REDIS_FULL);
        has(project(Given.job(""), Given.noKeys(), full), ConditionType.PROGRESSING, Status.FALSE, Reason.REDIS_FULL);
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
    void succeedsWithAndWithoutFailures() {
        var clean = project(
                Given.job(""),
                finished(Counts.running().done(10).excluded(2).exclusion("RobotsDenied", 2, "https://x/")));
        var some = project(
                Given.job(""),
                finished(Counts.running().done(90).failed(10).failure("Http4xx", 10, "https://x/404", "404")));

        assertThat(clean.phase()).isEqualTo(Phase.SUCCEEDED);
        has(clean, ConditionType.COMPLETE, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.FAILED, Status.FALSE, Reason.SUCCEEDED);
        has(clean, ConditionType.FINISHED, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.READY, Status.TRUE, Reason.SUCCEEDED);
        has(clean, ConditionType.WORKERS_READY, Status.FALSE, Reason.SCALED_TO_ZERO);
        assertThat(clean.message()).isEqualTo("10 pages done, 2 left out by rule (2 RobotsDenied)");
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

    private static CrawlJobStatus project(CrawlJob job, Reading reading, QueueView queue) {
        return StatusProjector.project(Given.seen(job, reading, queue, NOW), List.of())
                .status();
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
