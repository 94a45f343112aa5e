package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.FAILED;
import static io.crawljob.crds.v1alpha1.ConditionType.FINISHED;
import static io.crawljob.crds.v1alpha1.ConditionType.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Outcome;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One operator for all tests of this class: each has a job of its own. */
@ExtendWith(WithApiServer.class)
class JobLifeTest {

    private static Installation at;
    private static WorkerPlay worker;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void goesFromApplyToComplete() {
        var key = at.applyBatch("whole", 3);

        assertThat(at.job("whole").getStatus().run()).isEqualTo(1);
        at.awaitReplicas("crawl-quick", 1);
        at.eventually(() -> worker.fetchOne(key));
        at.eventually(() -> at.progress("whole").done() == 1);
        assertThat(at.said("whole", FINISHED)).startsWith("False");
        finish(key, "whole");

        assertThat(at.said("whole", COMPLETE)).isEqualTo("True/Succeeded");
        assertThat(at.progress("whole").summary()).isEqualTo("3/3");
        assertThat(at.job("whole").getStatus().completionTime()).isNotNull();
        assertThat(at.queue.jobs().results(key, "0", 10)).hasSize(3);
        assertThat(events("whole")).contains("Normal Succeeded");
        assertThat(at.queue.jobs().events(key, "0", 50)).isNotEmpty();
    }

    @Test
    void makesTheDefaultQueueWhereItIsMissing() {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: by-default}
                spec: {source: {urls: {list: ["https://by-default.example.org/"]}}}
                """);

        at.eventually(() -> at.deployment("crawl-default").isPresent());

        assertThat(at.crawlQueue("default").getSpec().workers().max()).isEqualTo(10);
        at.delete("by-default");
    }

    @Test
    void leasesNothingWhileSuspendedAndGoesOnAfterwards() {
        var key = at.applyBatch("paused", 2, "suspend: true");
        at.awaitSaid("paused", SUSPENDED, "True/Suspended");

        assertThat(worker.take(key, 2)).isEmpty();
        at.patch("paused", "{\"spec\": {\"suspend\": false}}");
        finish(key, "paused");

        assertThat(at.said("paused", COMPLETE)).isEqualTo("True/Succeeded");
    }

    @Test
    void endsAsCancelledAndKeepsItsRecords() {
        var key = at.applyBatch("stopped", 3);
        at.eventually(() -> worker.fetchOne(key));

        at.patch("stopped", "{\"spec\": {\"cancel\": true}}");
        at.awaitSaid("stopped", FAILED, "True/Cancelled");

        assertThat(at.said("stopped", FINISHED)).startsWith("True");
        assertThat(at.queue.jobs().results(key, "0", 10)).hasSize(1);
    }

    @Test
    void endsAtItsDeadline() {
        at.applyBatch("late", 2, "activeDeadlineSeconds: 3");

        at.awaitSaid("late", FAILED, "True/DeadlineExceeded");
    }

    @Test
    void startsAgainFromItsSeedsWhenRerunIsSet() {
        var key = at.applyBatch("again", 2);
        finish(key, "again");

        at.patch("again", "{\"spec\": {\"rerun\": \"second\"}}");
        at.eventually(
                () -> Integer.valueOf(2).equals(at.job("again").getStatus().run()));
        at.eventually(() -> at.said("again", FINISHED).startsWith("False"));
        finish(key, "again");

        assertThat(at.job("again").getStatus().lastHandledRerun()).isEqualTo("second");
        assertThat(at.progress("again").summary()).isEqualTo("2/2");
        assertThat(at.queue.jobs().results(key, "0", 10)).hasSize(2);
    }

    @Test
    void putsDeadLettersBackOnceForEachNewToken() {
        var key = at.applyBatch("dead", 2, "failure: {maxFailedPercent: 100}");
        at.eventually(() -> worker.takeOne(key)
                .map(lease -> {
                    worker.settle(key, lease, new Outcome.Dead("ConnectFailed", "nobody answers", false));
                    return true;
                })
                .orElse(false));
        at.eventually(() -> at.progress("dead").failed() == 1);

        at.patch("dead", "{\"spec\": {\"retryFailed\": \"once\"}}");
        at.eventually(() -> "once".equals(at.job("dead").getStatus().lastHandledRetryFailed()));
        finish(key, "dead");

        assertThat(at.said("dead", COMPLETE)).isEqualTo("True/Succeeded");
        assertThat(at.progress("dead").done()).isEqualTo(2);
    }

    @Test
    void isDeletedWhenItsTimeAfterTheEndIsOver() {
        var key = at.applyBatch("short-lived", 1, "ttlSecondsAfterFinished: 1");
        worker.drain(key);

        at.eventually(() -> !at.jobExists("short-lived"));
        at.eventually(() -> !at.queue.jobs().registered().contains(key));
    }

    @Test
    void losesItsKeysAtOnceWhenItIsDeletedAndLeavesOthersWhole() {
        var key = at.applyBatch("unwanted", 3);
        var other = at.applyBatch("wanted", 3);

        at.delete("unwanted");

        at.eventually(() -> !at.queue.jobs().registered().contains(key));
        assertThat(at.queue.jobs().snapshots(List.of(key)).getFirst()).isEmpty();
        assertThat(at.queue.jobs().snapshots(List.of(other)).getFirst()).isPresent();
    }

    @Test
    void leavesNoKeyWhereverItWasWhenItWasDeletedAndTakesNothingFromALateWorker() {
        for (var percent : new int[] {10, 50, 90}) {
            var name = "deleted-at-" + percent;
            var key = at.applyBatch(name, 10);
            for (var page = 0; page < percent / 10; page++) at.eventually(() -> worker.fetchOne(key));
            var late = worker.takeOne(key);

            at.delete(name);
            at.eventually(() -> !at.queue.jobs().registered().contains(key));
            late.ifPresent(lease -> worker.fetch(key, lease));

            assertThat(at.queue.jobs().snapshots(List.of(key)).getFirst()).isEmpty();
            assertThat(at.queue.jobs().results(key, "0", 10)).isEmpty();
        }
    }

    @Test
    void writesNoStatusWhileNothingHappens() {
        var key = at.applyBatch("idle", 1, "suspend: true");
        at.awaitSaid("idle", SUSPENDED, "True/Suspended");
        await().during(Duration.ofSeconds(3)).until(() -> true);
        var before = at.job("idle").getMetadata().getResourceVersion();

        await().during(Duration.ofSeconds(12))
                .atMost(Duration.ofSeconds(20))
                .until(() -> at.job("idle").getMetadata().getResourceVersion().equals(before));
        assertThat(key).isEqualTo(at.key("idle"));
    }

    private static void finish(JobKey key, String name) {
        at.eventually(() -> {
            worker.fetchOne(key);
            return at.said(name, FINISHED).startsWith("True");
        });
    }

    private static List<String> events(String job) {
        return at.client.v1().events().inNamespace(at.namespace).list().getItems().stream()
                .filter(it -> it.getInvolvedObject().getName().equals(job))
                .map((Event it) -> it.getType() + " " + it.getReason())
                .toList();
    }
}
