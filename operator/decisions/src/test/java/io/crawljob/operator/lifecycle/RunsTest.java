package io.crawljob.operator.lifecycle;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.status.StatusProjector;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final JobKey JOB = new JobKey("research", "uid-1");

    @Test
    void aTokenThatStoodThereAtCreationAsksForNothing() {
        var running = Counts.running().waiting(1).failed(1).snapshot();
        var job = written(Given.job("rerun: a\nretryFailed: b"), running);

        assertThat(decide(job, running)).isEmpty();
        assertThat(job.getStatus().lastHandledRerun()).isEqualTo("a");
        assertThat(job.getStatus().lastHandledRetryFailed()).isEqualTo("b");
    }

    @Test
    void aNewRetryTokenPutsDeadLettersBackOnce() {
        var running = Counts.running().waiting(1).failed(3).snapshot();
        var job = edited(written(Given.job(""), running), "retryFailed: Http4xx/1");

        var steps = decide(job, running);

        assertThat(steps).containsExactly(new Step.Redrive(JOB, "Http4xx", "Http4xx/1", 1));
        var next = StatusProjector.project(Given.seen(job, Given.counted(running)), steps);
        assertThat(next.status().lastHandledRetryFailed()).isEqualTo("Http4xx/1");
        assertThat(decide(Given.job(job.getSpec(), 1, next.status()), running)).isEmpty();
    }

    @Test
    void aRetryTokenAfterTheEndBeginsTheNextRunFromTheDeadLetters() {
        var finished =
                Counts.running().done(90).failed(3).state(JobState.FINISHED).snapshot();
        var job = edited(written(Given.job(""), finished), "retryFailed: again");

        assertThat(decide(job, finished)).containsExactly(new Step.Redrive(JOB, null, "again", 2));

        var again = Counts.running().done(90).waiting(3).run(2).snapshot();
        var status = StatusProjector.project(Given.seen(job, Given.counted(again)), List.of())
                .status();
        assertThat(status.run()).isEqualTo(2);
        assertThat(status.lastHandledRetryFailed()).isEqualTo("again");
        assertThat(status.completionTime()).isNull();
    }

    @Test
    void aNewRerunTokenPurgesTheRunBeforeAndOpensTheNext() {
        var finished = Counts.running().done(9).state(JobState.FINISHED).snapshot();
        var job = edited(written(Given.job(""), finished), "rerun: '2'");

        var steps = decide(job, finished);

        assertThat(kinds(steps)).containsExactly("Purge", "Open", "Seed", "Seeded");
        assertThat(((Step.Open) steps.get(1)).plan().run()).isEqualTo(2);
    }

    @Test
    void aRerunThatWasCutOffGoesOnWithTheSameRun() {
        var finished = Counts.running().done(9).state(JobState.FINISHED).snapshot();
        var job = edited(written(Given.job(""), finished), "rerun: '2'");

        // Killed after the purge, then after the opening, always before the status was written.
        assertThat(kinds(NextSteps.decide(Given.seen(job, Given.noKeys())))).containsExactly("Open", "Seed", "Seeded");
        assertThat(kinds(decide(job, Counts.running().run(2).notSeeded().snapshot())))
                .containsExactly("Seed", "Seeded");
        // Or after a status that told of the new run while its plan was not stored.
        var told = StatusProjector.project(Given.seen(job, Given.unread()), List.of())
                .status();
        var later = decide(Given.job(job.getSpec(), 1, told), finished);
        assertThat(((Step.Open) later.get(1)).plan().run()).isEqualTo(2);
    }

    @Test
    void aCancelledJobIsNotRunAgain() {
        var cancelled = Counts.running().excluded(9).state(JobState.CANCELLED).snapshot();
        var job = edited(written(Given.job("cancel: true"), cancelled), "cancel: true\nrerun: '2'");

        assertThat(decide(job, cancelled)).isEmpty();
        assertThat(NextSteps.isSettled(job)).isTrue();
    }

    @Test
    void aQueueThatWasLostStartsOverAsTheNextRun() {
        var job = written(Given.job(""), Counts.running().done(5).waiting(5).snapshot());

        var steps = NextSteps.decide(Given.seen(job, Given.noKeys()));

        assertThat(kinds(steps)).containsExactly("Open", "Seed", "Seeded");
        assertThat(((Step.Open) steps.getFirst()).plan().run()).isEqualTo(2);
    }

    @Test
    void keysOfAnotherEpochOrAnEarlierRunAreLostToo() {
        var job = written(Given.job(""), Counts.running().done(5).run(2).snapshot());

        assertThat(kinds(decide(job, Counts.running().run(2).epoch("e2").snapshot())))
                .containsExactly("Purge", "Open", "Seed", "Seeded");
        assertThat(kinds(decide(job, Counts.running().run(1).snapshot())))
                .containsExactly("Purge", "Open", "Seed", "Seeded");
    }

    @Test
    void aLostQueueThatIsToFailIsNotOpenedAgain() {
        var job =
                written(Given.job("onQueueLost: Fail"), Counts.running().done(5).snapshot());

        assertThat(NextSteps.decide(Given.seen(job, Given.noKeys()))).isEmpty();
    }

    private static List<Step> decide(CrawlJob job, Snapshot counts) {
        return NextSteps.decide(Given.seen(job, Given.counted(counts)));
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
