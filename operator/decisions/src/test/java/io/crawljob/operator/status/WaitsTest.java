package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static io.crawljob.operator.status.Projections.counted;
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
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.operator.lifecycle.QueueTerms;
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobState;
import io.crawljob.queue.QueueLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a crawl waits for: its hosts, its turn, its queue. */
class WaitsTest {

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
    void aHostThatRestsIsNamedThoughAllItsPagesWaitForAnotherTry() {
        var resting = Counts.running().done(4).rests("gone.example.org", 30, NOW.plusSeconds(90));

        var status = project(Given.job(""), counted(resting));

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_HOSTS);
        assertThat(status.message())
                .isEqualTo(
                        "waits for gone.example.org: it could not be reached again and again, and rests, until 10:31:30");
        assertThat(status.hosts()).singleElement().satisfies(host -> {
            assertThat(host.waiting()).isEqualTo(30);
            assertThat(host.reason()).isEqualTo("Unreachable");
        });
    }

    @Test
    void aHostThatRestsHoldsNobodyUpWhileOthersHavePages() {
        var resting = Counts.running().done(4).rests("gone.example.org", 30, NOW.plusSeconds(90));

        var status = project(Given.job(""), counted(resting.waiting(5).leased(1)));

        has(status, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        assertThat(status.hosts()).hasSize(1);
    }

    @Test
    void namesWhatFailsWhileThereIsNoPage() {
        var failing = Counts.running().retried("Connect", "http://away.test/", "connection refused");

        var crawls = project(Given.job(""), counted(failing.leased(1)));
        var waits = project(Given.job(""), counted(failing.leased(0).delayed(1, NOW.plusSeconds(120))));
        var begun = project(Given.job(""), counted(failing.leased(1).done(1)));

        has(crawls, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        assertThat(crawls.message()).contains("has no page yet", "Connect (http://away.test/: connection refused)");
        assertThat(waits.message())
                .isEqualTo(
                        "waits to try 1 URL again, the next at 10:32:00; what failed so far: Connect (http://away.test/: connection refused)");
        assertThat(begun.message()).doesNotContain("Connect");
    }

    @Test
    void namesTheQueuesLimitsThatItGoesAtWhileTheyHoldItBack() {
        var limits = new QueueLimits(1, 60, null);
        var reached = new QueueView(
                "default",
                false,
                new Turn.Runs(),
                Given.workers(1, 1),
                null,
                new QueueTerms(limits, true, 100, Allowance.DEFAULT));
        var free = new QueueView(
                "default",
                false,
                new Turn.Runs(),
                Given.workers(1, 1),
                null,
                new QueueTerms(limits, false, 100, Allowance.DEFAULT));
        var counts = counted(Counts.running().waiting(5).leased(1));

        var slow = project(Given.job(""), counts, reached);
        has(slow, ConditionType.PROGRESSING, Status.FALSE, Reason.RATE_LIMITED);
        assertThat(slow.phase()).isEqualTo(Phase.RATE_LIMITED);
        assertThat(slow.message())
                .isEqualTo(
                        "goes as fast as CrawlQueue default allows all its jobs together: 60 requests a minute (spec.limits.pagesPerMinute); raise that for more");
        has(project(Given.job(""), counts, free), ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
    }

    @Test
    void saysThatLinksAreLeftOutWhileTheQueueHoldsAsManyPagesAsItMay() {
        var full = new QueueView(
                "default",
                false,
                new Turn.Runs(),
                Given.workers(1, 1),
                null,
                new QueueTerms(QueueLimits.NONE, false, 100, Allowance.DEFAULT));
        var counts =
                counted(Counts.running().waiting(5).leased(1).done(1).skip("MaxWaitingUrls", 7, "https://a.example/"));

        var status = project(Given.job(""), counts, full);

        has(status, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        assertThat(status.message())
                .isEqualTo(
                        "crawls; links that were found while all jobs of CrawlQueue default had 100 waiting pages (spec.jobs.maxWaitingUrls) are left out until they are seen again: raise it, or give this crawl a queue of its own");
        assertThat(status.exclusions()).anySatisfy(it -> assertThat(it.rule()).isEqualTo("MaxWaitingUrls"));
    }

    @Test
    void whatWorkersThatAreCutOffHoldIsNoCrawling() {
        var held = Counts.running().waiting(5).leased(3).done(9);
        var reading = Given.counted(held.readAt(NOW.plusSeconds(60)).snapshot());
        var pace = Pace.unknown()
                .with(held.readAt(NOW).snapshot())
                .with(held.readAt(NOW.plusSeconds(60)).snapshot());

        var cutOff = after(pace, reading, Given.workers(1, 0));
        var slow = after(pace, reading, Given.workers(1, 1));
        var draining = project(Given.job(""), reading, Given.queue(Given.workers(1, 0)));

        has(cutOff, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        assertThat(cutOff.message()).isEqualTo("waits for workers: 0 of 1 workers are ready");
        has(slow, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
        has(draining, ConditionType.PROGRESSING, Status.TRUE, Reason.CRAWLING);
    }

    private static CrawlJobStatus after(Pace pace, Reading reading, WorkersView workers) {
        var plain = Given.seen(Given.job(""), reading, Given.queue(workers), NOW.plusSeconds(60));
        var seen = new Observation(plain.job(), plain.validated(), plain.queue(), reading, pace, plain.now());
        return StatusProjector.project(seen, List.of()).status();
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
        assertThat(new Turn.Waits("default", 11, 5, 5).message())
                .isEqualTo(new Turn.Waits("default", 12, 5, 5).message())
                .endsWith("; more than 10 before it");
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
}
