package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.FAILED;
import static io.crawljob.crds.v1alpha1.ConditionType.PROGRESSING;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.Gate.Report;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reasons by their real cause, and that they go when the cause does; those that have no other test. {@code docs/reasons.md} lists all. */
@ExtendWith(WithApiServer.class)
class ReasonsTest {

    private static Installation at;
    private static WorkerPlay worker;
    private static PodPlay pods;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
        worker = new WorkerPlay(at.queue, "worker-1");
        pods = new PodPlay(at);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void aSpecWithAnExpressionThatIsNoneIsInvalidUntilItIsMended() {
        at.apply(job("invalid", "source: {urls: {list: ['https://invalid.example.org/']}}", "exclude: ['(']"));

        at.awaitSaid("invalid", ACCEPTED, "False/InvalidSpec");
        assertThat(at.message("invalid", ACCEPTED)).contains("spec.exclude");

        at.patch("invalid", "{\"spec\": {\"exclude\": []}}");

        at.awaitSaid("invalid", ACCEPTED, "True/PlanStored");
    }

    @Test
    void aQueueThatIsNotThereIsNamedAndTheJobIsAcceptedOnceItIs() {
        at.apply(job("queueless", "queueName: to-come", "source: {urls: {list: ['https://queueless.example.org/']}}"));
        at.awaitSaid("queueless", ACCEPTED, "False/QueueNotFound");
        assertThat(at.message("queueless", ACCEPTED)).contains("to-come");

        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: to-come}
                spec: {}
                """);

        at.awaitSaid("queueless", ACCEPTED, "True/PlanStored");
    }

    @Test
    void whatTheInstallationDoesNotAllowIsDenied() {
        at.apply(job("rude", "source: {urls: {list: ['https://rude.example.org/']}}", "fetch: {robots: Ignore}"));

        at.awaitSaid("rude", ACCEPTED, "False/PolicyDenied");
        assertThat(at.message("rude", ACCEPTED)).contains("spec.fetch.robots");
    }

    @Test
    void aSourceOfALaterVersionIsNotSupportedYet() {
        at.apply(job("papers", "source: {arxiv: {query: 'cat:cs.IR'}}"));

        at.awaitSaid("papers", ACCEPTED, "False/NotSupportedYet");
        assertThat(at.message("papers", ACCEPTED)).contains("spec.source.arxiv");
    }

    @Test
    void aSuspendedQueueHoldsItsJobsUntilItGoesOn() {
        at.apply(queue("resting", "suspend: true"));
        at.apply(job("held", "queueName: resting", "source: {urls: {list: ['https://held.example.org/']}}"));
        at.awaitSaid("held", PROGRESSING, "False/QueueSuspended");

        at.apply(queue("resting", "suspend: false"));

        at.awaitSaid("held", PROGRESSING, "False/WaitingForWorkers");
    }

    @Test
    void aHostThatAsksForAPauseOrCannotBeReachedIsNamedWithTheTime() {
        at.apply(queue("hosts", "suspend: false"));
        at.apply(job("paused-by-host", "queueName: hosts", "source: {urls: {list: ['https://limited.example.org/']}}"));
        at.apply(job("unreached", "queueName: hosts", "source: {urls: {list: ['https://away.example.org/']}}"));
        at.awaitSaid("paused-by-host", PROGRESSING, "False/WaitingForWorkers");
        at.awaitReplicas("crawl-hosts", 1);
        at.queue.gate().report("host:limited.example.org", new Report.RetryAfter(Duration.ofMinutes(10)));
        for (var time = 0; time < 5; time++)
            at.queue.gate().report("host:away.example.org", new Report.ConnectFailed());

        var pod = pods.createReady("hosts", "crawl-hosts-1");
        putBack(at.key("paused-by-host"));
        putBack(at.key("unreached"));

        at.awaitSaid("paused-by-host", WORKERS_READY, "True/WorkersReady");
        at.awaitSaid("paused-by-host", PROGRESSING, "False/RateLimited");
        assertThat(at.message("paused-by-host", PROGRESSING))
                .contains("limited.example.org")
                .contains("until ");
        at.awaitSaid("unreached", PROGRESSING, "False/WaitingForHosts");
        assertThat(at.message("unreached", PROGRESSING)).contains("away.example.org");
        pods.delete(pod);
    }

    @Test
    void aFullResultStoreStopsAJobUntilItsRecordsAreTaken() {
        var key = at.applyBatch("full", 3, "output: {store: {maxRecords: 1}}");
        at.eventually(() -> worker.fetchOne(key));
        at.awaitSaid("full", PROGRESSING, "False/ResultStoreFull");
        assertThat(at.message("full", PROGRESSING)).contains("crawl results full -n " + at.namespace + " --consume");

        at.queue
                .jobs()
                .acknowledge(
                        key,
                        at.queue.jobs().results(key, "0", 10).stream()
                                .map(entry -> entry.id())
                                .toList());

        at.awaitSaid("full", PROGRESSING, "False/WaitingForWorkers");
        at.delete("full");
    }

    @Test
    void deadLettersWithinTheBudgetAreASuccessAndBeyondItAFailure() {
        var within = at.applyBatch("within", 2, "failure: {maxFailedPercent: 50}");
        var beyond = at.applyBatch("beyond", 2, "failure: {maxFailedPercent: 20}");
        var nothing = at.applyBatch("nothing", 1, "failure: {maxFailedPercent: 100}");

        for (var key : new JobKey[] {within, beyond, nothing}) fail(key);
        at.eventually(() -> worker.fetchOne(within));
        at.eventually(() -> worker.fetchOne(beyond));

        at.awaitSaid("within", COMPLETE, "True/SucceededWithFailures");
        assertThat(at.message("within", COMPLETE)).contains("Http4xx");
        at.awaitSaid("beyond", FAILED, "True/TooManyFailures");
        at.awaitSaid("nothing", FAILED, "True/NothingFetched");
    }

    @Test
    void whatAPolicyOfTheClusterRefusesIsToldInItsWordsAndGoesOnWithoutIt() {
        at.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-crawl-judged}
                spec:
                  matchConstraints:
                    resourceRules:
                      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
                  validations:
                    - {expression: "object.metadata.name != 'crawl-judged'", message: "the platform team says no"}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-crawl-judged}
                spec: {policyName: no-crawl-judged, validationActions: [Deny]}
                """);
        at.eventually(() -> at.api
                        .kubectl(
                                "create",
                                "deployment",
                                "crawl-judged",
                                "-n",
                                at.namespace,
                                "--image=x",
                                "--dry-run=server")
                        .exit()
                != 0);
        at.apply(queue("judged", "suspend: false"));
        at.eventually(() -> at.queueSaid("judged", WORKERS_READY).equals("False/AdmissionRefused"));

        at.api
                .kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", "no-crawl-judged")
                .orFail();

        at.eventually(() -> at.queueSaid("judged", WORKERS_READY).equals("False/ScaledToZero"));
    }

    /** As a worker that the gate has refused. */
    private static void putBack(JobKey key) {
        worker.takeOne(key).ifPresent(lease -> worker.settle(key, lease, new Outcome.PutBack(Duration.ofMinutes(10))));
    }

    private static void fail(JobKey key) {
        at.eventually(() -> worker.takeOne(key)
                .map(lease -> {
                    worker.settle(key, lease, new Outcome.Dead("Http4xx", "404", true));
                    return true;
                })
                .orElse(false));
    }

    private static String job(String name, String... spec) {
        return "apiVersion: crawljob.io/v1alpha1\nkind: CrawlJob\nmetadata: {name: %s}\nspec:\n  %s\n"
                .formatted(name, String.join("\n  ", spec));
    }

    private static String queue(String name, String spec) {
        return "apiVersion: crawljob.io/v1alpha1\nkind: CrawlQueue\nmetadata: {name: %s}\nspec: {%s}\n"
                .formatted(name, spec);
    }
}
