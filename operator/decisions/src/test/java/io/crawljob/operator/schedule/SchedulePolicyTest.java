package io.crawljob.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus.ActiveJob;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.status.Projection.Event;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulePolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:10Z");

    @Test
    void makesTheCrawlThatIsDueUnderTheNameOfItsTime() {
        var decision = decide(schedule("schedule: 0 * * * *, timeZone: Europe/Berlin"), null);

        var job = Objects.requireNonNull(decision.create());
        var minutes = Instant.parse("2026-11-22T03:00:00Z").getEpochSecond() / 60;
        assertThat(job.getMetadata().getName()).isEqualTo("nightly-" + minutes);
        assertThat(job.getMetadata().getNamespace()).isEqualTo("research");
        assertThat(job.getMetadata().getLabels())
                .containsEntry("team", "docs")
                .containsEntry(ScheduledJob.LABEL, "nightly");
        assertThat(job.getMetadata().getAnnotations())
                .containsEntry(ScheduledJob.SCHEDULED_AT, "2026-11-22T04:00+01:00");
        assertThat(job.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(List.of(owner.getUid(), owner.getController()))
                        .containsExactly("uid-s", true));
        assertThat(job.getSpec().limits().maxPages()).isEqualTo(7);
        assertThat(decision.status().lastScheduleTime()).isEqualTo("2026-11-22T03:00:00Z");
        assertThat(decision.status().nextScheduleTime()).isEqualTo("2026-11-22T04:00:00Z");
        assertThat(decision.status().active()).extracting(ActiveJob::name).containsExactly("nightly-" + minutes);
        assertThat(said(decision.status(), ConditionType.READY))
                .isEqualTo("TRUE/Scheduled: the next crawl is due at 2026-11-22T05:00+01:00");
        assertThat(decision.events()).extracting(Event::reason).containsExactly("CrawlJobCreated");
    }

    @Test
    void makesACrawlOnceWhateverIsAskedAgain() {
        var schedule = schedule("schedule: 0 * * * *");
        var first = decide(schedule, null);

        var again = decide(schedule, first.status(), Objects.requireNonNull(first.create()));

        assertThat(again.create()).isNull();
        assertThat(again.events()).isEmpty();
        assertThat(again.status()).isEqualTo(first.status());
    }

    @Test
    void knowsACrawlThatItMadeBeforeItCouldSaySo() {
        var schedule = schedule("schedule: 0 * * * *");
        var made = Objects.requireNonNull(decide(schedule, null).create());

        var again = decide(schedule, last("2026-11-22T02:00:00Z"), made);

        assertThat(again.create()).isNull();
        assertThat(again.status().lastScheduleTime()).isEqualTo("2026-11-22T03:00:00Z");
        assertThat(said(again.status(), ConditionType.READY)).contains("the next crawl is due");
    }

    @Test
    void saysWhoRefusedACrawlAndKeepsItsTimeDue() {
        var schedule = schedule("schedule: 0 * * * *");
        var seen = new ScheduleObservation(schedule, last("2026-11-22T02:00:00Z"), List.of(), NOW);
        var planned = SchedulePolicy.decide(seen);

        var refused = SchedulePolicy.unmade(
                seen, planned, new Refusal(Refusal.Kind.QUOTA, "CrawlJob nightly-1", "exceeded quota: crawls"));
        var later = decide(schedule, refused.status());

        assertThat(said(refused.status(), ConditionType.READY))
                .isEqualTo("FALSE/QuotaExceeded: CrawlJob nightly-1 could not be made: exceeded quota: crawls");
        assertThat(refused.events()).extracting(Event::reason).containsExactly("QuotaExceeded");
        assertThat(later.create()).isNotNull();
        assertThat(said(later.status(), ConditionType.READY)).startsWith("TRUE/Scheduled");
    }

    @Test
    void makesOnlyTheLastOfThoseThatCameWhileNobodyLooked() {
        var schedule = schedule("schedule: '*/10 * * * *'");

        var decision = decide(schedule, last("2026-11-21T00:00:00Z"));

        assertThat(decision.status().lastScheduleTime()).isEqualTo("2026-11-22T03:00:00Z");
    }

    @Test
    void makesNothingForTimesBeforeItWasCreated() {
        var schedule = schedule("schedule: 30 1 * * *");

        assertThat(decide(schedule, null).create()).isNull();
        assertThat(decide(schedule("runAt: '2026-11-22T01:00:00Z'"), null).create())
                .isNull();
    }

    @Test
    void makesTheOneCrawlOfRunAt() {
        var schedule = schedule("runAt: '2026-11-22T03:00:05Z'");

        var decision = decide(schedule, null);
        var after = decide(schedule, decision.status(), Objects.requireNonNull(decision.create()));

        assertThat(decision.create()).isNotNull();
        assertThat(decision.status().nextScheduleTime()).isNull();
        assertThat(after.create()).isNull();
        assertThat(said(after.status(), ConditionType.READY)).isEqualTo("TRUE/Scheduled: no further time is to come");
    }

    @Test
    void aCrawlThatIsNotOverHoldsTheNextOneBackUntilItEnds() {
        var schedule = schedule("schedule: 0 * * * *");
        var before = last("2026-11-22T02:00:00Z");
        // Limited, suspended or waiting for its turn: whatever is not finished is not over.
        var running = job("nightly-1", "Progressing", null);

        var held = decide(schedule, before, running);
        var again = decide(schedule, held.status(), running);
        var free = decide(schedule, again.status(), job("nightly-1", "Complete", "2026-11-22T03:00:09Z"));

        assertThat(held.create()).isNull();
        assertThat(held.status().lastScheduleTime()).isEqualTo("2026-11-22T02:00:00Z");
        assertThat(said(held.status(), ConditionType.READY)).contains("waits for nightly-1 to end", "Forbid");
        assertThat(held.events()).extracting(Event::reason).containsExactly("WaitingForCrawl");
        assertThat(again.events()).isEmpty();
        assertThat(free.create()).isNotNull();
        assertThat(free.status().lastSuccessfulTime()).isEqualTo("2026-11-22T03:00:09Z");
    }

    @Test
    void allowsTwoAtOnceOrReplacesTheFirst() {
        var before = last("2026-11-22T02:00:00Z");
        var running = job("nightly-1", "Progressing", null);

        var allowed = decide(schedule("schedule: 0 * * * *, concurrencyPolicy: Allow"), before, running);
        var replaced = decide(schedule("schedule: 0 * * * *, concurrencyPolicy: Replace"), before, running);

        assertThat(allowed.create()).isNotNull();
        assertThat(allowed.delete()).isEmpty();
        assertThat(allowed.status().active()).hasSize(2);
        assertThat(replaced.create()).isNotNull();
        assertThat(replaced.delete()).containsExactly(running);
        assertThat(replaced.status().active()).hasSize(1);
        assertThat(replaced.events()).extracting(Event::reason).containsExactly("CrawlJobCreated", "CrawlJobReplaced");
    }

    @Test
    void aCrawlThatCannotBeginInTimeIsMissedAndSaidOnce() {
        var schedule = schedule("schedule: 0 2 * * *, startingDeadlineSeconds: 600");
        var before = last("2026-11-21T02:00:00Z");

        var missed = decide(schedule, before);
        var again = decide(schedule, missed.status());
        var inTime = decide(schedule("schedule: 0 3 * * *, startingDeadlineSeconds: 600"), before);

        assertThat(missed.create()).isNull();
        assertThat(missed.events())
                .containsExactly(
                        new Event(
                                true,
                                "MissedSchedule",
                                "the crawl of 2026-11-22T02:00Z was not made: it could not begin within startingDeadlineSeconds (600)"));
        assertThat(again.events()).isEmpty();
        assertThat(again.status()).isEqualTo(missed.status());
        assertThat(inTime.create()).isNotNull();
    }

    @Test
    void restsWhileItIsSuspendedAndGoesOnAfterwards() {
        var before = last("2026-11-22T02:00:00Z");

        var resting = decide(schedule("schedule: 0 * * * *, suspend: true"), before);
        var goingOn = decide(schedule("schedule: 0 * * * *"), resting.status());

        assertThat(resting.create()).isNull();
        assertThat(resting.status().nextScheduleTime()).isNull();
        assertThat(said(resting.status(), ConditionType.READY)).startsWith("TRUE/Suspended: ");
        assertThat(goingOn.create()).isNotNull();
    }

    @Test
    void keepsAsManyFinishedCrawlsAsItsLimitsSay() {
        var jobs = new ArrayList<CrawlJob>();
        for (int i = 1; i <= 5; i++) jobs.add(job("good-" + i, "Complete", "2026-11-22T02:0%d:00Z".formatted(i)));
        for (int i = 1; i <= 3; i++) jobs.add(job("bad-" + i, "Failed", "2026-11-22T02:0%d:00Z".formatted(i)));
        jobs.add(job("running", "Progressing", null));

        var decision = decide(
                schedule("schedule: 0 5 * * *, failedJobsHistoryLimit: 0"),
                last("2026-11-22T02:00:00Z"),
                jobs.toArray(CrawlJob[]::new));

        assertThat(decision.delete())
                .extracting(it -> it.getMetadata().getName())
                .containsExactlyInAnyOrder("good-1", "good-2", "bad-1", "bad-2", "bad-3");
        assertThat(decision.status().active()).extracting(ActiveJob::name).containsExactly("running");
        assertThat(decision.status().lastSuccessfulTime()).isEqualTo("2026-11-22T02:05:00Z");
    }

    @Test
    void aClockThatWasAheadDoesNotSilenceIt() {
        var schedule = schedule("schedule: '* * * * *'");

        var back = decide(schedule, last("2036-01-01T00:00:00Z"));

        // Nothing of the past is made again, since it may have been; from here on the times count.
        assertThat(back.create()).isNull();
        assertThat(back.status().lastScheduleTime()).isEqualTo(NOW.minusSeconds(10));
        assertThat(SchedulePolicy.decide(
                                new ScheduleObservation(schedule, back.status(), List.of(), NOW.plusSeconds(60)))
                        .create())
                .isNotNull();
    }

    @Test
    void aCrawlThatAClockMadeWhichWasAheadNeitherSilencesItNorIsMadeAgain() {
        var schedule = schedule("schedule: 0 * * * *, concurrencyPolicy: Allow");
        var early = at(schedule, last("2026-11-22T03:00:00Z"), "2026-11-22T06:00:10Z");
        var ahead = Objects.requireNonNull(early.create());

        var back = at(schedule, early.status(), "2026-11-22T03:10:00Z", ahead);
        var next = at(schedule, back.status(), "2026-11-22T04:00:01Z", ahead);
        var then = at(schedule, last("2026-11-22T05:00:00Z"), "2026-11-22T06:00:01Z", ahead);

        assertThat(back.create()).isNull();
        assertThat(back.status().lastScheduleTime()).isEqualTo("2026-11-22T03:00:00Z");
        assertThat(Objects.requireNonNull(next.create()).getMetadata().getName())
                .isEqualTo("nightly-" + Instant.parse("2026-11-22T04:00:00Z").getEpochSecond() / 60);
        assertThat(then.create()).isNull();
        assertThat(then.status().lastScheduleTime()).isEqualTo("2026-11-22T06:00:00Z");
    }

    @Test
    void saysWhatIsWrongInWords() {
        for (var wrong : List.of(
                "schedule: x",
                "schedule: 0 * * * *, timeZone: Mars/Olympus",
                "schedule: 0 0 31 2 *",
                "schedule: 0 * * * *, concurrencyPolicy: Sometimes")) {
            var decision = decide(schedule(wrong), null);

            assertThat(decision.create()).isNull();
            assertThat(said(decision.status(), ConditionType.ACCEPTED)).startsWith("FALSE/InvalidSpec: spec.");
            assertThat(said(decision.status(), ConditionType.STALLED)).startsWith("TRUE/InvalidSpec");
            assertThat(decision.events()).extracting(Event::reason).containsExactly("InvalidSpec");
            assertThat(decide(schedule(wrong), decision.status()).events()).isEmpty();
        }
    }

    @Test
    void looksAgainWhenTheNextIsDueAndAtLeastEachMinute() {
        assertThat(decide(schedule("schedule: 1 * * * *"), last("2026-11-22T02:01:00Z"))
                        .lookAgain())
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
        assertThat(decide(schedule("schedule: 0 5 * * *"), last("2026-11-22T02:00:00Z"))
                        .lookAgain())
                .isEqualTo(Duration.ofMinutes(1));
    }

    private static ScheduleDecision decide(
            CrawlSchedule schedule, @Nullable CrawlScheduleStatus written, CrawlJob... jobs) {
        return SchedulePolicy.decide(new ScheduleObservation(schedule, written, List.of(jobs), NOW));
    }

    private static ScheduleDecision at(
            CrawlSchedule schedule, CrawlScheduleStatus written, String now, CrawlJob... jobs) {
        return SchedulePolicy.decide(new ScheduleObservation(schedule, written, List.of(jobs), Instant.parse(now)));
    }

    private static CrawlScheduleStatus last(String time) {
        return new CrawlScheduleStatus(1L, List.of(), Instant.parse(time), null, null, List.of());
    }

    private static String said(CrawlScheduleStatus status, ConditionType type) {
        Condition found = Conditions.find(status.conditions(), type).orElseThrow();
        return "%s/%s: %s".formatted(found.status().name(), found.reason(), found.message());
    }

    private static CrawlSchedule schedule(String spec) {
        return Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlSchedule
                metadata: {name: nightly, namespace: research, uid: uid-s, generation: 1, creationTimestamp: '2026-11-22T02:30:00Z'}
                spec: {%s, jobTemplate: {metadata: {labels: {team: docs}}, spec: {source: {site: {seeds: ['https://example.org/']}}, limits: {maxPages: 7}}}}
                """.formatted(spec), CrawlSchedule.class);
    }

    /** @param condition the one that is true */
    private static CrawlJob job(String name, String condition, @Nullable String completed) {
        var finished = completed == null ? "" : ", {type: Finished, status: 'True', reason: X, message: x}";
        var end = completed == null ? "" : "completionTime: '%s', ".formatted(completed);
        return Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s, namespace: research, uid: uid-%s}
                spec: {source: {site: {seeds: ['https://example.org/']}}}
                status: {%sconditions: [{type: %s, status: 'True', reason: X, message: x}%s]}
                """.formatted(name, name, end, condition, finished), CrawlJob.class);
    }
}
