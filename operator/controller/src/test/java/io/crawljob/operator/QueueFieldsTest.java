package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.PROGRESSING;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Gate;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That what a CrawlQueue says reaches its jobs and its workers, and what their status makes of it. */
@ExtendWith(WithApiServer.class)
class QueueFieldsTest {

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
    void limitsOfAQueueHoldForItsJobsSizeItAndAreTold() {
        queue(
                "limited",
                "{workers: {targetPerWorker: 1, scaleDownStabilizationSeconds: 0}, limits: {maxConcurrent: 32}}");
        var job = pages("narrow", "limited", 100);
        readyPod("limited");
        at.eventually(() -> size("limited").reason() == SizeReason.RATE_BOUND);
        assertThat(size("limited").desired()).isEqualTo(1);

        patchQueue("limited", "{\"spec\":{\"limits\":{\"maxConcurrent\":1,\"pagesPerMinute\":60}}}");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> limits("limited"), it -> it.equals(new QueueLimits(it.version(), 60, 1)));
        var requests =
                IntStream.range(0, 3).mapToObj(i -> request(job, "limited", i)).toList();
        assertThat(at.queue.gate().reserve(requests).get(1))
                .isInstanceOfSatisfying(
                        Gate.Grant.Refused.class, it -> assertThat(it.byPool()).isTrue());
        var worker = new WorkerPlay(at.queue, "crawl-limited-1");
        var held = worker.take(job, 3);
        worker.fetch(job, held.getFirst());

        at.awaitSaid("narrow", PROGRESSING, "False/RateLimited");
        assertThat(at.message("narrow", PROGRESSING))
                .isEqualTo("goes as fast as CrawlQueue limited allows all its jobs together:"
                        + " 60 requests a minute (spec.limits.pagesPerMinute) and 1 at once (spec.limits.maxConcurrent);"
                        + " raise that for more");

        patchQueue("limited", "{\"spec\":{\"limits\":null}}");
        await().atMost(Duration.ofSeconds(5)).until(() -> limits("limited").none());
        worker.fetch(job, held.get(1));
        at.awaitSaid("narrow", PROGRESSING, "True/Crawling");
        at.eventually(() -> size("limited").reason() != SizeReason.RATE_BOUND);
    }

    @Test
    void limitsComeBackToARedisThatHasLostThem() {
        queue("kept", "{limits: {pagesPerMinute: 600}}");
        at.eventually(() -> !limits("kept").none());

        at.queue.jobs().limit(new QueueKey(at.namespace, "kept"), QueueLimits.NONE);
        pages("woken", "kept", 1);

        at.eventually(() -> !limits("kept").none());
        at.api.kubectl("delete", "crawlqueue", "kept", "-n", at.namespace).orFail();
        at.eventually(() -> limits("kept").none());
    }

    @Test
    void jobsHoldWhatTheQueueLetsThemHoldBesideEachOther() {
        queue("small", "{jobs: {maxWaitingUrls: 50}, retention: {eventsPerJob: 20, deadLettersPerJob: 3}}");
        var first = pages("first", "small", 10);
        readyPod("small");
        at.eventually(() -> allowance(first).equals(new Allowance(50, 20, 3)));
        var second = pages("second", "small", 30);

        at.eventually(() -> allowance(second).equals(new Allowance(40, 20, 3)));
        var worker = new WorkerPlay(at.queue, "crawl-small-1");
        // What moves is looked at at once.
        worker.fetchOne(first);
        at.eventually(() -> allowance(first).maxWaiting() == 20);
        var lease = worker.takeOne(first).orElseThrow();
        var links = IntStream.range(0, 30)
                .mapToObj(i -> new NewItem("host:found.example", 1_000 + i, 1, "https://found.example/" + i))
                .toList();
        var found = worker.discover(lease, links);
        assertThat(found.overLimit()).isPositive();
        worker.fetch(first, lease);

        at.eventually(() -> at.message("first", PROGRESSING)
                .contains("all jobs of CrawlQueue small had 50 waiting pages (spec.jobs.maxWaitingUrls)"));
        assertThat(at.job("first").getStatus().exclusions())
                .anySatisfy(it -> assertThat(it.rule()).isEqualTo("MaxWaitingUrls"));
        patchQueue("small", "{\"spec\":{\"jobs\":null,\"retention\":null}}");
        at.eventually(() -> allowance(first).equals(Allowance.DEFAULT));
    }

    @Test
    void whyAWorkerCannotWorkByThePlanIsInTheStatus() {
        queue("older", "{}");
        var job = pages("newer", "older", 2);
        readyPod("older");

        at.queue
                .frontier()
                .complain(
                        job,
                        new Complaint(
                                Complaint.Kind.PLAN,
                                "its plan has version 2; this worker reads up to 1: update the worker image"));
        // What moves is looked at at once.
        new WorkerPlay(at.queue, "crawl-older-1").takeOne(job);

        at.eventually(() -> at.message("newer", PROGRESSING).contains("update the worker image"));
        assertThat(at.said("newer", PROGRESSING)).isEqualTo("False/WaitingForWorkers");
    }

    private static Allowance allowance(JobKey job) {
        return at.queue.jobs().snapshots(List.of(job)).getFirst().orElseThrow().allowance();
    }

    @Test
    void secretsAreMountedByTheKubeletForJobsThatMayNameThem() {
        queue("guarded", "{workers: {secrets: [{name: api, hosts: [api.example.org, '*.api.example.org']}]}}");
        at.eventually(() -> at.deployment("crawl-guarded").isPresent());
        var pod = at.deployment("crawl-guarded")
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(environment("guarded")).contains("CRAWL_SECRETS=api=api.example.org,*.api.example.org");
        assertThat(pod.getVolumes())
                .filteredOn(it -> it.getSecret() != null)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getSecret().getSecretName()).isEqualTo("api");
                    assertThat(it.getSecret().getOptional()).isTrue();
                });
        assertThat(pod.getContainers().getFirst().getVolumeMounts()).anySatisfy(it -> {
            assertThat(it.getMountPath()).isEqualTo("/var/run/crawljob/secrets/api");
            assertThat(it.getReadOnly()).isTrue();
        });

        at.apply(withHeader("allowed", "guarded", "api"));
        at.awaitSaid("allowed", ACCEPTED, "True/PlanStored");
        at.apply(withHeader("stranger", "guarded", "other"));
        at.awaitSaid("stranger", ACCEPTED, "False/SecretNotAllowed");
        assertThat(at.message("stranger", ACCEPTED))
                .isEqualTo("spec.fetch.headers[0].valueFrom: names Secret other; the job's CrawlQueue offers api:"
                        + " add it to the queue's spec.workers.secrets, with the hosts that it is for");

        patchQueue(
                "guarded",
                "{\"spec\":{\"workers\":{\"secrets\":[{\"name\":\"other\",\"hosts\":[\"a.example.org\"]}]}}}");
        at.awaitSaid("stranger", ACCEPTED, "True/PlanStored");
        at.awaitSaid("allowed", ACCEPTED, "False/SecretNotAllowed");
    }

    @Test
    void aSecretThatWorkersMissShowsWithinHalfAMinuteAndGoesAgain() {
        queue("bare", "{workers: {secrets: [{name: api, hosts: [api.example.org]}]}}");
        at.apply(withHeader("waiting", "bare", "api"));
        at.awaitSaid("waiting", ACCEPTED, "True/PlanStored");
        readyPod("bare");
        at.awaitSaid("waiting", WORKERS_READY, "True/WorkersReady");

        at.queue
                .frontier()
                .complain(
                        at.key("waiting"), new Complaint(Complaint.Kind.SECRET, "Secret api is not there: create it"));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> at.said("waiting", WORKERS_READY), "False/SecretMissing"::equals);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> at.queueSaid("bare", WORKERS_READY), "False/SecretMissing"::equals);
        assertThat(at.message("waiting", PROGRESSING)).endsWith("Secret api is not there: create it");
        await().atMost(Duration.ofSeconds(45))
                .until(() -> at.said("waiting", WORKERS_READY), "True/WorkersReady"::equals);
    }

    private static String withHeader(String name, String queue, String secret) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec:
                  queueName: %s
                  source: {urls: {list: ["https://api.example.org/"]}}
                  fetch: {headers: [{name: Authorization, valueFrom: {name: %s, key: token}}]}
                """.formatted(name, queue, secret);
    }

    private static CrawlQueueStatus.WorkerCount size(String queue) {
        return Objects.requireNonNull(at.crawlQueue(queue).getStatus().workers());
    }

    @Test
    void batchesAreAsTheQueueSays() {
        queue("batched", "{batch: {size: 7, maxWaitMillis: 90}}");
        at.eventually(() -> at.deployment("crawl-batched").isPresent());

        assertThat(environment("batched")).contains("CRAWL_BATCH_SIZE=7", "CRAWL_BATCH_MILLIS=90");
    }

    private static void queue(String name, String spec) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: %s}
                spec: %s
                """.formatted(name, spec));
    }

    private static void patchQueue(String name, String merge) {
        at.api
                .kubectl("patch", "crawlqueue", name, "-n", at.namespace, "--type=merge", "-p", merge)
                .orFail();
    }

    private static JobKey pages(String name, String queue, int pages) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec:
                  queueName: %s
                  source: {urls: {list: [%s]}}
                """.formatted(
                        name,
                        queue,
                        IntStream.range(0, pages)
                                .mapToObj(i -> "\"https://%s-%d.example.org/\"".formatted(name, i))
                                .collect(Collectors.joining(", "))));
        at.awaitSaid(name, ACCEPTED, "True/PlanStored");
        return at.key(name);
    }

    private static QueueLimits limits(String queue) {
        return at.queue
                .frontier()
                .pick(new QueueKey(at.namespace, queue), "looker", 0)
                .limits();
    }

    private static Gate.Request request(JobKey job, String queue, int host) {
        var budget = new Gate.Budget(Duration.ZERO, 8, null, null, 1);
        var lane = QueueLimits.lane(new QueueKey(at.namespace, queue));
        return new Gate.Request(
                "host:limits%d.example".formatted(host),
                job + "|%d|1".formatted(host),
                budget,
                new Gate.Pool(lane, limits(queue).budget()));
    }

    private static List<String> environment(String queue) {
        return at
                .deployment("crawl-" + queue)
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .filter(it -> it.getValue() != null)
                .map((EnvVar it) -> it.getName() + "=" + it.getValue())
                .toList();
    }

    /** Without one the jobs wait for workers. */
    private static void readyPod(String queue) {
        at.eventually(() -> at.deployment("crawl-" + queue).isPresent());
        new PodPlay(at).createReady(queue, "crawl-%s-1".formatted(queue));
    }
}
