package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.operator.condition.Conditions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules on a real API server; when a time is due is shown by {@code TimetableTest}. */
@ExtendWith(WithApiServer.class)
class SchedulesTest {

    private static Installation at;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void makesACrawlAtItsTimeOnceAndDoesNotAgainAfterARestart() {
        var due = soon();
        apply("once", "runAt: '%s'".formatted(due));
        at.eventually(() -> said("once", READY).startsWith("True/Scheduled"));
        assertThat(crawls("once")).isEmpty();

        at.eventually(() -> crawls("once").size() == 1);
        at.eventually(() -> due.equals(schedule("once").getStatus().lastScheduleTime()));
        at.stopOperator();
        at.startOperator();

        // Told by the new process: it has looked at the schedule.
        at.patchSchedule("once", "{\"spec\":{\"failedJobsHistoryLimit\":2}}");
        at.eventually(() -> Long.valueOf(2).equals(schedule("once").getStatus().observedGeneration()));
        var made = crawls("once");
        assertThat(made).singleElement().satisfies(job -> {
            assertThat(job.getMetadata().getName()).isEqualTo("once-" + due.getEpochSecond() / 60);
            assertThat(job.getMetadata().getLabels()).containsEntry("team", "docs");
            assertThat(job.getMetadata().getOwnerReferences()).hasSize(1);
            assertThat(job.getSpec().limits().maxPages()).isEqualTo(7);
        });
        at.awaitSaid(made.getFirst().getMetadata().getName(), ACCEPTED, "True/PlanStored");
        at.eventually(() -> schedule("once").getStatus().active().stream()
                .anyMatch(it -> made.getFirst().getMetadata().getUid().equals(it.uid())));
        assertThat(events("once")).contains("CrawlJobCreated");
    }

    @Test
    void saysWhatIsWrongAndGoesOnWhenItIsMended() {
        apply("wrong", "schedule: 61 * * * *");
        at.eventually(() -> said("wrong", ACCEPTED).startsWith("False/InvalidSpec: spec.schedule: 61 * * * *"));

        apply("wrong", "schedule: 0 3 * * *");

        at.eventually(() -> said("wrong", READY).startsWith("True/Scheduled: the next crawl is due at "));
        assertThat(schedule("wrong").getStatus().nextScheduleTime()).isAfter(Instant.now());
    }

    @Test
    void leavesAForeignCrawlOfItsNameAlone() {
        var due = soon();
        var name = "taken-" + due.getEpochSecond() / 60;
        at.applyBatch(name, 1);

        apply("taken", "runAt: '%s'".formatted(due));

        at.eventually(() -> said("taken", READY).startsWith("False/NameTaken"));
        assertThat(at.job(name).getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void removesTheOldestFinishedCrawlsBeyondItsLimit() {
        var due = soon();
        apply("history", "runAt: '%s', successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0".formatted(due));
        at.eventually(() -> crawls("history").size() == 1);
        var name = crawls("history").getFirst().getMetadata().getName();

        at.patch(name, "{\"spec\":{\"cancel\":true}}");

        at.eventually(() -> crawls("history").isEmpty());
        at.eventually(() -> schedule("history").getStatus().active().isEmpty());
        assertThat(events("history")).contains("CrawlJobDeleted");
    }

    /** Late enough to be applied before, as the schema has it: in whole seconds. */
    private static Instant soon() {
        return Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void apply(String name, String when) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlSchedule
                metadata: {name: %s}
                spec:
                  %s
                  jobTemplate:
                    metadata: {labels: {team: docs}}
                    spec: {queueName: quick, source: {urls: {list: ["https://example.org/"]}}, limits: {maxPages: 7}}
                """.formatted(name, when.replace(", ", "\n  ")));
    }

    private static CrawlSchedule schedule(String name) {
        return at.client
                .resources(CrawlSchedule.class)
                .inNamespace(at.namespace)
                .withName(name)
                .require();
    }

    private static String said(String name, ConditionType type) {
        var status = schedule(name).getStatus();
        return Conditions.find(status == null ? List.of() : status.conditions(), type)
                .map(it -> "%s/%s: %s".formatted(it.status(), it.reason(), it.message()))
                .orElse("nothing");
    }

    private static List<CrawlJob> crawls(String schedule) {
        return at.client
                .resources(CrawlJob.class)
                .inNamespace(at.namespace)
                .withLabel("crawljob.io/schedule", schedule)
                .list()
                .getItems();
    }

    private static List<String> events(String schedule) {
        return at.client.v1().events().inNamespace(at.namespace).list().getItems().stream()
                .filter(it -> Objects.equals(it.getInvolvedObject().getName(), schedule))
                .map(it -> it.getReason())
                .toList();
    }
}
