package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** One job from its opening to its end, by all ports, on the newest and the oldest server that is supported. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class LifeOfAJobTest {

    @Parameter
    boolean bundled;

    private static final QueueKey QUEUE = new QueueKey("test", "default");
    private RedisServerProcess server;
    private RedisQueue queue;

    @BeforeEach
    void start() {
        server = bundled ? RedisServerProcess.startBundled() : RedisServerProcess.start();
        queue = RedisQueue.connect(server.settings());
    }

    @AfterEach
    void stop() {
        queue.close();
        server.close();
    }

    @Test
    void goesFromSeedsToFinishedWithEveryPageOnce() {
        var plan = Plans.plan("life");
        var job = plan.job();
        assertThat(queue.jobs().open(plan)).isEqualTo(Jobs.Opened.CREATED);
        assertThat(queue.jobs().open(plan)).isEqualTo(Jobs.Opened.UNCHANGED);
        assertThat(queue.jobs().seed(job, List.of(Plans.item("a.example", 1), Plans.item("b.example", -2))))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 2, 0, 0));
        assertThat(queue.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("its seeds are not all in"));
        queue.jobs().seeded(job);
        assertThat(queue.frontier().plan(job)).contains(plan);

        assertThat(queue.frontier().pick(QUEUE, "w", 1).jobs()).containsExactly(job);
        var leased = queue.frontier().lease(job, "w", 10);
        assertThat(leased.leases())
                .extracting(Lease::payload)
                .containsExactlyInAnyOrder("https://a.example/1", "https://b.example/-2");
        var first = leased.leases().get(0);
        var second = leased.leases().get(1);

        var request = new Gate.Request(
                first.lane(), "test/life|1|1", new Gate.Budget(Duration.ofSeconds(1), 1, null, null, 0));
        assertThat(queue.gate().reserve(List.of(request)))
                .containsExactly(new Gate.Grant.Start(Duration.ZERO, Gate.HORIZON, Duration.ofSeconds(1)));
        assertThat(queue.frontier()
                        .discover(first.token(), "w", List.of(Plans.item("a.example", 3), Plans.item("b.example", -2))))
                .isEqualTo(new Discovery(Verdict.ACCEPTED, 1, 1, 0));
        var left = Map.of("OutOfScope", new Frontier.Skipped(2, "https://else.example/"));
        assertThat(queue.frontier()
                        .settle(
                                job,
                                "w",
                                List.of(
                                        new Settlement(
                                                first.token(), new Outcome.Fetched(100, "{\"n\":1}", null), left),
                                        new Settlement(second.token(), new Outcome.Dead("Http4xx", "404", true)))))
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        queue.gate().release(List.of(request));
        assertThat(queue.jobs().finish(job)).isEqualTo(new Jobs.Finish.NotYet("1 waiting, 0 delayed, 0 leased"));

        var third = queue.frontier().lease(job, "w", 10).leases().getFirst();
        assertThat(third.token().number()).isGreaterThan(second.token().number());
        queue.frontier().settle(job, "w", List.of(new Settlement(third.token(), new Outcome.Excluded("RobotsDenied"))));
        assertThat(queue.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());

        var snapshot = queue.jobs().snapshots(List.of(job)).getFirst().orElseThrow();
        assertThat(snapshot.state()).isEqualTo(JobState.FINISHED);
        assertThat(List.of(
                        snapshot.discovered(),
                        snapshot.done(),
                        snapshot.failed(),
                        snapshot.excluded(),
                        snapshot.skippedLinks()))
                .containsExactly(3L, 1L, 1L, 1L, 2L);
        assertThat(snapshot.failures()).containsExactly(new Snapshot.Tally("Http4xx", 1, second.payload(), "404"));
        assertThat(queue.jobs().results(job, "0", 10))
                .extracting(Jobs.Entry::json)
                .containsExactly("{\"n\":1}");
    }
}
