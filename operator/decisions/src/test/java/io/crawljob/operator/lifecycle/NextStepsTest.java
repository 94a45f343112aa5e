package io.crawljob.operator.lifecycle;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.status.StatusProjector;
import io.crawljob.operator.turn.Turn;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextStepsTest {

    private static final JobKey JOB = new JobKey("research", "uid-1");

    @Test
    void tellsAJobWhatItsQueueLetsItHoldOnce() {
        var allowance = new Allowance(500, 10, 20);
        var terms = new QueueTerms(QueueLimits.NONE, false, 500, allowance);
        var queue = new QueueView("default", false, new Turn.Runs(), Given.workers(1, 1), null, terms);
        var counts = Counts.running().waiting(1);

        assertThat(decide(counts.snapshot(), queue)).containsExactly(new Step.Allow(JOB, allowance));
        assertThat(decide(counts.allowance(allowance).snapshot(), queue)).isEmpty();
    }

    @Test
    void leavesAJobOfAQueueWhatTheOthersDoNotHold() {
        assertThat(QueueTerms.left(100, 0)).isEqualTo(100);
        assertThat(QueueTerms.left(100, 30)).isEqualTo(70);
        assertThat(QueueTerms.left(100, 130)).isZero();
        assertThat(QueueTerms.left(10_000_000, 5_000))
                .as("so that small crowds need not be told")
                .isEqualTo(10_000_000);
    }

    @Test
    void aNewJobIsOpenedSeededAndOnlyThenSaidToBeSeeded() {
        var steps = NextSteps.decide(Given.seen(Given.job(""), Given.noKeys()));

        assertThat(kinds(steps)).containsExactly("Open", "Seed", "Seeded");
        assertThat(((Step.Open) steps.getFirst()).plan().run()).isEqualTo(1);
    }

    @Test
    void aNewJobThatIsSuspendedStandsBeforeItsFirstSeedIsIn() {
        var steps = NextSteps.decide(Given.seen(Given.job("suspend: true"), Given.noKeys()));

        assertThat(kinds(steps)).containsExactly("Open", "Suspend", "Seed", "Seeded");
    }

    @Test
    void aJobThatWaitsForItsTurnIsStoredAndStands() {
        var queue = new QueueView("default", false, new Turn.Waits("default", 1, 5, 5), Given.workers(1, 1), null);

        var steps = NextSteps.decide(Given.seen(Given.job(""), Given.noKeys(), queue, NOW));

        assertThat(kinds(steps)).containsExactly("Open", "Suspend", "Seed", "Seeded");
    }

    @Test
    void aJobOfASuspendedQueueStands() {
        var queue = new QueueView("default", true, new Turn.Runs(), Given.workers(1, 1), null);

        var steps = NextSteps.decide(Given.seen(
                Given.job(""), Given.counted(Counts.running().waiting(5).snapshot()), queue, NOW));

        assertThat(steps).containsExactly(new Step.Suspend(JOB));
    }

    @Test
    void anInvalidSpecIsNotOpened() {
        assertThat(NextSteps.decide(Given.seen(Given.job("exclude: ['(']"), Given.noKeys())))
                .isEmpty();
    }

    @Test
    void nothingIsDoneWhileRedisCannotBeAsked() {
        assertThat(NextSteps.decide(Given.seen(Given.job("cancel: true"), Given.unread())))
                .isEmpty();
    }

    @Test
    void seedingThatBrokeOffIsDoneAgain() {
        var steps =
                decide(Given.job(""), Counts.running().notSeeded().waiting(1).snapshot());

        assertThat(kinds(steps)).containsExactly("Seed", "Seeded");
    }

    @Test
    void aChangedGenerationIsStored() {
        var job = Given.job(Given.job("priority: High").getSpec(), 2, null);

        var steps = decide(job, Counts.running().waiting(1).generation(1).snapshot());

        assertThat(kinds(steps)).containsExactly("Open");
        assertThat(((Step.Open) steps.getFirst()).plan().generation()).isEqualTo(2);
    }

    @Test
    void suspendAndResumeFollowTheSpec() {
        assertThat(decide(
                        Given.job("suspend: true"), Counts.running().waiting(1).snapshot()))
                .containsExactly(new Step.Suspend(JOB));
        assertThat(decide(
                        Given.job(""),
                        Counts.running().waiting(1).state(JobState.SUSPENDED).snapshot()))
                .containsExactly(new Step.Resume(JOB));
    }

    @Test
    void aSuspendedJobWithNothingLeftIsNotFinishedBeforeItIsResumed() {
        var nothingLeft = Counts.running().done(3).state(JobState.SUSPENDED).snapshot();

        assertThat(decide(Given.job("suspend: true"), nothingLeft)).isEmpty();
    }

    @Test
    void aSpecThatTurnedInvalidKeepsTheLastGoodPlanButStillObeysSuspendAndCancel() {
        var waiting = Counts.running().waiting(1).snapshot();

        assertThat(decide(Given.job(Given.job("exclude: ['(']").getSpec(), 2, null), waiting))
                .isEmpty();
        assertThat(decide(Given.job("exclude: ['(']\nsuspend: true"), waiting)).containsExactly(new Step.Suspend(JOB));
        assertThat(decide(Given.job("exclude: ['(']\ncancel: true"), waiting)).containsExactly(new Step.Cancel(JOB));
    }

    @Test
    void finishIsAskedForOnlyWhenNothingIsLeftAndTheSeedsAreIn() {
        assertThat(decide(Given.job(""), Counts.running().done(5).snapshot())).containsExactly(new Step.Finish(JOB));
        assertThat(decide(Given.job(""), Counts.running().done(5).leased(1).snapshot()))
                .isEmpty();
        assertThat(decide(
                        Given.job(""), Counts.running().done(5).delayed(1, NOW).snapshot()))
                .isEmpty();
        assertThat(kinds(decide(Given.job(""), Counts.running().notSeeded().snapshot())))
                .doesNotContain("Finish");
    }

    @Test
    void cancelStopsTheQueueOnce() {
        var job = Given.job("cancel: true");

        assertThat(decide(job, Counts.running().waiting(9).snapshot())).containsExactly(new Step.Cancel(JOB));
        assertThat(decide(
                        job,
                        Counts.running().excluded(9).state(JobState.CANCELLED).snapshot()))
                .isEmpty();
    }

    @Test
    void aCancelThatBrokeOffHalfWayIsDoneAgainBeforeTheJobIsOver() {
        var job = Given.job("cancel: true");
        var half = Counts.running()
                .waiting(3)
                .excluded(6)
                .state(JobState.CANCELLED)
                .snapshot();

        assertThat(decide(job, half)).containsExactly(new Step.Cancel(JOB));
        assertThat(written(job, half).getStatus().completionTime()).isNull();
    }

    @Test
    void theFailureBudgetIsJudgedFromAHundredPagesOn() {
        var job = Given.job("failure: {maxFailedPercent: 20}");

        assertThat(decide(job, Counts.running().waiting(9).done(70).failed(29).snapshot()))
                .isEmpty();
        assertThat(decide(job, Counts.running().waiting(9).done(80).failed(20).snapshot()))
                .isEmpty();
        assertThat(decide(job, Counts.running().waiting(9).done(79).failed(21).snapshot()))
                .containsExactly(new Step.Cancel(JOB));
    }

    @Test
    void theDeadlineStopsTheQueueAndTheClockStandsWhileSuspended() {
        var spec = "activeDeadlineSeconds: 60";
        var running = Counts.running().waiting(1).snapshot();
        var written = written(Given.job(spec), running);

        assertThat(at(written, running, NOW.plusSeconds(59))).isEmpty();
        assertThat(at(written, running, NOW.plusSeconds(60))).containsExactly(new Step.Cancel(JOB));
        assertThat(NextSteps.wakeAt(Given.seen(written, Given.counted(running))))
                .contains(NOW.plusSeconds(60));

        // Suspended after 40 s, for an hour.
        var standing = Counts.running().waiting(1).state(JobState.SUSPENDED).snapshot();
        var suspended = written(edited(written, spec + "\nsuspend: true"), standing, NOW.plusSeconds(40));
        assertThat(at(suspended, standing, NOW.plusSeconds(3_640))).isEmpty();
        var resumed = written(edited(suspended, spec), running, NOW.plusSeconds(3_640));
        assertThat(resumed.getStatus().startTime()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(at(resumed, running, NOW.plusSeconds(3_659))).isEmpty();
        assertThat(at(resumed, running, NOW.plusSeconds(3_660))).containsExactly(new Step.Cancel(JOB));
    }

    @Test
    void theResourceIsDeletedWhenItsTimeAfterTheEndIsOver() {
        var finished = Counts.running().done(9).state(JobState.FINISHED).snapshot();
        var job = written(Given.job("ttlSecondsAfterFinished: 60"), finished);

        assertThat(NextSteps.wakeAt(Given.seen(job, Given.counted(finished)))).contains(NOW.plusSeconds(60));
        assertThat(at(job, finished, NOW.plusSeconds(59))).isEmpty();
        assertThat(at(job, finished, NOW.plusSeconds(60))).containsExactly(new Step.DeleteResource());
    }

    @Test
    void aJobThatIsOverNeedsNothing() {
        var finished = Counts.running().done(9).state(JobState.FINISHED).snapshot();
        var job = written(Given.job(""), finished);

        assertThat(NextSteps.isSettled(job)).isTrue();
        assertThat(decide(job, finished)).isEmpty();
        assertThat(NextSteps.decide(Given.seen(job, Given.noKeys()))).isEmpty();
        assertThat(NextSteps.wakeAt(Given.seen(job, Given.noKeys()))).isEmpty();
    }

    private static List<Step> decide(Snapshot counts, QueueView queue) {
        return NextSteps.decide(Given.seen(Given.job(""), Given.counted(counts), queue, NOW));
    }

    private static List<Step> decide(CrawlJob job, Snapshot counts) {
        return NextSteps.decide(Given.seen(job, Given.counted(counts)));
    }

    private static List<Step> at(CrawlJob job, Snapshot counts, Instant now) {
        return NextSteps.decide(Given.seen(job, Given.counted(counts), Given.queue(Given.workers(1, 1)), now));
    }

    private static List<String> kinds(List<Step> steps) {
        return steps.stream().map(step -> step.getClass().getSimpleName()).toList();
    }

    /** The job with the status that is written when this is seen of it. */
    private static CrawlJob written(CrawlJob job, Snapshot counts) {
        return written(job, counts, NOW);
    }

    private static CrawlJob written(CrawlJob job, Snapshot counts, Instant now) {
        var seen = Given.seen(job, Given.counted(counts), Given.queue(Given.workers(1, 1)), now);
        return Given.job(
                job.getSpec(), 1, StatusProjector.project(seen, List.of()).status());
    }

    private static CrawlJob edited(CrawlJob job, String spec) {
        CrawlJobSpec edited = Given.job(spec).getSpec();
        return Given.job(edited, 1, job.getStatus());
    }
}
