package io.crawljob.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Given;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.status.Projection;
import io.crawljob.operator.status.StatusProjector;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.operator.workers.WorkersView.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a job: users who edit, workers who work, a Redis that cannot be asked, is wiped or loses its tail, an operator that dies after any step and
 * before any write. What is promised of every status has to hold for each of them. A seed that fails is to be kept in {@link #seeds}.
 */
class AnyLifeTest {

    private static final Set<String> ALL = Stream.of(
                    "Accepted",
                    "WorkersReady",
                    "Progressing",
                    "Suspended",
                    "Complete",
                    "Failed",
                    "Finished",
                    "Ready",
                    "Reconciling",
                    "Stalled")
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> REASONS =
            Stream.of(Reason.values()).map(Reason::toString).collect(Collectors.toUnmodifiableSet());
    private static final int MOMENTS = 200;

    private Random random = new Random();
    private SimulatedQueue queue = new SimulatedQueue(random);
    private CrawlJob job = Given.job("");
    private Pace pace = Pace.unknown();
    private Instant now = Given.NOW;
    private int token;
    private boolean tailLost;
    private boolean unreachable;

    private static final Set<String> REACHED = new ConcurrentSkipListSet<>();

    /** Else the lives would be too tame to show anything. */
    @AfterAll
    static void reachesEveryEndAndEveryWait() {
        assertThat(REACHED)
                .contains("Succeeded", "SucceededWithFailures", "TooManyFailures", "DeadlineExceeded", "Cancelled")
                .contains(
                        "QueueLost",
                        "Crawling",
                        "WaitingForWorkers",
                        "Suspended",
                        "RedisUnavailable",
                        "ResultStoreFull")
                .contains("InvalidSpec", "run 3", "CountersWentBack", "RetryFailed", "Rerun", "StartedOver");
    }

    static Stream<Integer> seeds() {
        return Stream.iterate(1, seed -> seed + 1).limit(25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsWhatIsPromisedOfEveryStatus(int seed) {
        random = new Random(seed);
        queue = new SimulatedQueue(random);

        for (var moment = 0; moment < MOMENTS; moment++) {
            now = now.plusMillis(200 + random.nextInt(4_000));
            happen();
            reconcile();
        }
    }

    private void happen() {
        queue.work();
        unreachable = random.nextInt(20) == 0;
        switch (random.nextInt(60)) {
            case 0 -> edit("suspend: true");
            case 1, 2, 3 -> edit("");
            case 4 -> edit("rerun: r" + ++token);
            case 5 -> edit("retryFailed: f" + ++token);
            case 6 -> edit("activeDeadlineSeconds: 30");
            case 7 -> edit("exclude: ['(']");
            case 8 -> edit("failure: {maxFailedPercent: 1}");
            case 9 -> {
                edit("onQueueLost: Fail");
                if (random.nextBoolean()) queue.wipe();
            }
            case 10 -> queue.wipe();
            case 11 -> tailLost |= queue.loseTail();
            case 12 -> {
                if (random.nextInt(6) == 0) edit("cancel: true");
            }
            default -> {}
        }
    }

    private void edit(String spec) {
        if (job.getSpec().cancel()) return;
        job = Given.job(Given.job(spec).getSpec(), job.getMetadata().getGeneration() + 1, job.getStatus());
    }

    /** As the operator does it, dying at any point. */
    private void reconcile() {
        var done = new ArrayList<Step>();
        List<Step> last = List.of();
        for (var round = 0; round < 5; round++) {
            var steps = NextSteps.decide(observe());
            if (steps.isEmpty() || steps.equals(last)) break;
            for (var step : steps) {
                if (random.nextInt(40) == 0) return;
                queue.carryOut(step);
                done.add(step);
            }
            last = steps;
        }
        if (random.nextInt(40) == 0) return;
        var seen = observe();
        var projection = StatusProjector.project(seen, done);
        check(job.getStatus(), projection, seen);
        if (StatusProjector.differs(job.getStatus(), projection.status())) {
            job = Given.job(job.getSpec(), job.getMetadata().getGeneration(), projection.status());
        }
    }

    private Observation observe() {
        var reading = unreachable ? Given.unread() : queue.read(now);
        if (reading instanceof Reading.Counted(var counts)) pace = pace.with(counts);
        var plain = Given.seen(job, reading, Given.queue(workers()), now);
        return new Observation(plain.job(), plain.validated(), plain.queue(), reading, pace, now);
    }

    private WorkersView workers() {
        var pod = new Pod("worker-1", false, 3, null, "ImagePullBackOff", "\u0000\"back-off\" ".repeat(200), "exit 1");
        return switch (random.nextInt(4)) {
            case 0 -> Given.workers(0, 0);
            case 1 -> new WorkersView(1, 0, null, null, List.of(pod));
            default -> Given.workers(2, 2);
        };
    }

    private void check(@Nullable CrawlJobStatus before, Projection projection, Observation seen) {
        var status = projection.status();
        assertThat(types(status)).as("all conditions, each once").containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(status.conditions()).allSatisfy(AnyLifeTest::isWellFormed);
        assertThat(Given.json(status).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(StatusProjector.MAX_BYTES);
        checkSchema(status);
        checkEnd(status);
        status.conditions().forEach(condition -> REACHED.add(condition.reason()));
        projection.events().forEach(event -> REACHED.add(event.reason()));
        REACHED.add("run " + status.run());
        if (before == null || before.run() == null) return;
        assertThat(status.run()).isNotNull().isGreaterThanOrEqualTo(before.run());
        if (!before.run().equals(status.run())) return;
        checkSameRun(before, projection);
        if (!isTrue(before, ConditionType.FINISHED) && isTrue(status, ConditionType.COMPLETE)) {
            assertThat(queue.isFinished())
                    .as("Complete only after the queue has closed the run")
                    .isTrue();
        }
        assertThat(seen.reading()).isNotNull();
    }

    private void checkSameRun(CrawlJobStatus before, Projection projection) {
        var status = projection.status();
        for (var terminal : List.of(ConditionType.COMPLETE, ConditionType.FAILED, ConditionType.FINISHED)) {
            if (isTrue(before, terminal)) {
                assertThat(isTrue(status, terminal))
                        .as("%s never turns back", terminal)
                        .isTrue();
            }
        }
        if (before.progress() == null) return;
        assertThat(status.progress()).isNotNull();
        var fell = status.progress().done() < before.progress().done()
                || status.progress().discovered() < before.progress().discovered()
                || status.progress().retries() < before.progress().retries();
        var told = projection.events().stream().anyMatch(it -> it.reason().equals("CountersWentBack"));
        if (fell)
            assertThat(tailLost && told)
                    .as("counters fall only with a lost tail, and that is told")
                    .isTrue();
    }

    private static void checkSchema(CrawlJobStatus status) {
        assertThat(status.hosts()).hasSizeLessThanOrEqualTo(10);
        assertThat(status.failures()).hasSizeLessThanOrEqualTo(10);
        assertThat(status.exclusions()).hasSizeLessThanOrEqualTo(10);
        assertThat(status.message()).isNotEmpty().hasSizeLessThanOrEqualTo(512);
        assertThat(status.phase()).isNotNull();
        var p = status.progress();
        if (p == null) return;
        assertThat(p.discovered())
                .isEqualTo(p.waiting() + p.delayed() + p.leased() + p.done() + p.failed() + p.excluded());
        assertThat(p.percent()).isBetween(0, 100);
    }

    private static void checkEnd(CrawlJobStatus status) {
        var complete = isTrue(status, ConditionType.COMPLETE);
        var failed = isTrue(status, ConditionType.FAILED);
        assertThat(complete && failed).isFalse();
        assertThat(isTrue(status, ConditionType.FINISHED)).isEqualTo(complete || failed);
        assertThat(status.completionTime() != null).isEqualTo(complete || failed);
        if (!complete) return;
        assertThat(isTrue(status, ConditionType.READY)).isTrue();
        assertThat(status.progress()).isNotNull();
        assertThat(status.progress().waiting()
                        + status.progress().delayed()
                        + status.progress().leased())
                .isZero();
    }

    private static void isWellFormed(Condition condition) {
        assertThat(REASONS).contains(condition.reason());
        assertThat(condition.message()).isNotEmpty().hasSizeLessThanOrEqualTo(512);
        assertThat(condition.lastTransitionTime()).isNotNull();
    }

    private static List<String> types(CrawlJobStatus status) {
        return status.conditions().stream().map(Condition::type).toList();
    }

    private static boolean isTrue(CrawlJobStatus status, ConditionType type) {
        return Conditions.isTrue(status.conditions(), type);
    }
}
