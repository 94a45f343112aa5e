package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.lifecycle.Ending;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.status.Projection.Event;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {

    private final Reading crawling = counted(Counts.running().waiting(5).leased(1));

    @Test
    void aJobsFirstEventsAreItsPlanAndItsFirstPages() {
        assertThat(reasons(Given.job(""), crawling)).containsExactly("PlanStored", "Crawling");
    }

    @Test
    void nothingNewIsNoEvent() {
        var job = written(Given.job(""), crawling);

        assertThat(reasons(job, counted(Counts.running().waiting(4).leased(1).done(1))))
                .isEmpty();
    }

    @Test
    void aRejectionIsAWarningOnce() {
        var job = Given.job("exclude: ['(']");

        var events = events(job, Given.noKeys());

        assertThat(events).extracting(Event::reason).containsExactly("InvalidSpec");
        assertThat(events.getFirst().warning()).isTrue();
        assertThat(reasons(written(job, Given.noKeys()), Given.noKeys())).isEmpty();
    }

    @Test
    void suspensionAndResumptionAreTold() {
        var standing = counted(Counts.running().waiting(6).state(JobState.SUSPENDED));
        var suspended = edited(written(Given.job(""), crawling), "suspend: true");

        assertThat(reasons(suspended, standing)).containsExactly("Suspended");
        assertThat(reasons(edited(written(suspended, standing), ""), crawling)).containsExactly("Resumed");
    }

    @Test
    void troubleAndItsEndAreTold() {
        var job = written(Given.job(""), crawling);

        var away = events(job, Given.unread());

        assertThat(away).extracting(Event::reason).containsExactly("RedisUnavailable");
        assertThat(away.getFirst().warning()).isTrue();
        assertThat(reasons(written(job, Given.unread()), crawling)).containsExactly("Recovered");
    }

    @Test
    void aRateLimitIsTold() {
        var limited = counted(Counts.running().waiting(6).host("a.example", 6, NOW.plusSeconds(60), "RateLimited"));

        assertThat(reasons(written(Given.job(""), crawling), limited)).containsExactly("RateLimited");
    }

    @Test
    void workersThatCannotComeAreToldInTheirOwnWords() {
        var stuck = new WorkersView(1, 0, null, "exceeded quota: compute", List.of());
        var seen = Given.seen(written(Given.job(""), crawling), crawling, Given.queue(stuck), NOW);

        var events = StatusProjector.project(seen, List.of()).events();

        assertThat(events).extracting(Event::reason).containsExactly("QuotaExceeded");
        assertThat(events.getFirst().message()).contains("exceeded quota: compute");
    }

    @Test
    void eachWayToANewRunIsTold() {
        var running = written(Given.job(""), counted(Counts.running().done(3)));
        var over = written(
                Given.job(""), counted(Counts.running().done(9).failed(1).state(JobState.FINISHED)));
        var again = counted(Counts.running().waiting(1).run(2));

        assertThat(reasons(edited(over, "rerun: x"), again)).contains("Rerun");
        assertThat(reasons(edited(over, "retryFailed: x"), again)).contains("RetryFailed");
        assertThat(reasons(running, again)).contains("StartedOver");
    }

    @Test
    void aRetryInARunThatGoesOnIsTold() {
        var failing = counted(Counts.running().waiting(1).failed(2));
        var job = edited(written(Given.job(""), failing), "retryFailed: x");
        var steps = NextSteps.decide(Given.seen(job, failing));

        assertThat(StatusProjector.project(Given.seen(job, failing), steps).events())
                .extracting(Event::reason)
                .contains("RetryFailed");
    }

    @Test
    void aRetryThatNothingComesOfIsAnswered() {
        var over = counted(Counts.running().done(9).failed(1).state(JobState.FINISHED));
        var job = edited(written(Given.job(""), over), "retryFailed: x");
        List<Step> steps = NextSteps.decide(Given.seen(job, over));

        var projection = StatusProjector.project(Given.seen(job, over), steps);

        assertThat(projection.events()).extracting(Event::reason).containsExactly("NothingToRetry");
        assertThat(projection.status().lastHandledRetryFailed()).isEqualTo("x");
        assertThat(projection.status().run()).isEqualTo(1);
        assertThat(StatusProjector.differs(job.getStatus(), projection.status()))
                .isTrue();
    }

    @Test
    void aRetryOfARunThatWasStoppedIsAnswered() {
        var stopped = counted(Counts.running().done(1).failed(200).state(JobState.CANCELLED));
        var job = edited(written(Given.job(""), stopped), "retryFailed: x");

        var projection = StatusProjector.project(Given.seen(job, stopped), List.of());

        assertThat(projection.events().getFirst().message()).contains("stopped").contains("rerun");
        assertThat(projection.status().lastHandledRetryFailed()).isEqualTo("x");
    }

    @Test
    void countersThatWentBackAreTold() {
        var job = written(Given.job(""), counted(Counts.running().waiting(1).done(50)));

        var events = events(job, counted(Counts.running().waiting(3).done(48)));

        assertThat(events).extracting(Event::reason).containsExactly("CountersWentBack");
        assertThat(events.getFirst().message()).contains("done was 50 and is 48");
    }

    @Test
    void theEndIsToldOnce() {
        var complete = counted(Counts.running().done(9).state(JobState.FINISHED));
        var failed = counted(Counts.running().failed(9).state(JobState.FINISHED));
        var job = written(Given.job(""), crawling);

        assertThat(reasons(job, complete)).containsExactly("Succeeded");
        assertThat(reasons(written(job, complete), complete)).isEmpty();
        assertThat(events(job, failed))
                .containsExactly(new Event(
                        true,
                        "NothingFetched",
                        EndMessages.of(
                                Ending.How.NOTHING_FETCHED,
                                job.getSpec(),
                                Counts.running().failed(9).snapshot())));
    }

    private static List<Event> events(CrawlJob job, Reading reading) {
        return StatusProjector.project(Given.seen(job, reading), List.of()).events();
    }

    private static List<String> reasons(CrawlJob job, Reading reading) {
        return events(job, reading).stream().map(Event::reason).toList();
    }

    private static CrawlJob written(CrawlJob job, Reading reading) {
        var status =
                StatusProjector.project(Given.seen(job, reading), List.of()).status();
        return Given.job(job.getSpec(), 1, status);
    }

    private static CrawlJob edited(CrawlJob job, String spec) {
        return Given.job(Given.job(spec).getSpec(), 1, job.getStatus());
    }

    private static Reading counted(Counts counts) {
        return Given.counted(counts.snapshot());
    }
}
