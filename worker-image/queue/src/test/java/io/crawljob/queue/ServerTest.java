package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the server, on the newest and the oldest that is supported. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ServerTest {

    @Parameter
    boolean bundled;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(bundled ? RedisServerProcess.startBundled() : RedisServerProcess.start(), QueueTimes.DEFAULT);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private RedisQueue as(String user, String password) {
        return RedisQueue.connect(new RedisSettings(bench.server.uri(), user, password, "crawl"));
    }

    @Test
    void tellsWhatTheServerIs() {
        var facts = bench.queue.server().facts();

        assertThat(facts.version()).matches("(6\\.2|[7-9]\\.\\d+)\\.\\d+");
        assertThat(facts.evictionPolicy()).isEqualTo("noeviction");
        assertThat(facts.persistent()).isFalse();
        assertThat(facts.readOnly()).isFalse();
        assertThat(facts.usedMemory()).isPositive();
        assertThat(facts.life())
                .isNotEmpty()
                .isEqualTo(bench.queue.server().facts().life());

        bench.server.kill();
        bench.server.restart();
        await().ignoreException(QueueUnavailableException.class)
                .until(() -> !bench.queue.server().facts().life().equals(facts.life()));
    }

    @Test
    void lendsAPrefixToOneInstallation() {
        assertThat(bench.queue.server().claim("mine")).isEmpty();
        assertThat(bench.queue.server().claim("mine")).isEmpty();
        assertThat(bench.queue.server().claim("theirs")).contains("mine");
    }

    @Test
    void letsAWorkersUserDoAllOfItsWork() {
        bench.queue.server().ensureUser("test", "worker-test", "secret");
        bench.queue.server().ensureUser("test", "worker-test", "changed");
        var job = bench.opened(Plans.limited(Bench.uid(), 100, 50L, 1_000_000L), 6);
        bench.queue.shared().publish(new HostPolicies(3, HostPolicies.BUILT_IN.defaults(), List.of()));

        try (var queue = as("worker-test", "changed")) {
            var frontier = queue.frontier();
            // What the other connection's seeds told the queue's sets is on its way.
            await().until(() -> frontier.pick(Bench.QUEUE, "w", 1).jobs().equals(List.of(job)));
            assertThat(frontier.plan(job)).isPresent();
            var leases = frontier.lease(job, "w", 6).leases();
            var request = new Gate.Request(
                    "host:a.example",
                    job + "|1|1",
                    queue.shared().policies().forHost("a.example", "test").budget());
            queue.gate().reserve(List.of(request));
            queue.gate().extend(List.of(request));
            queue.gate().report("host:a.example", new Gate.Report.Overloaded());
            queue.gate().release(List.of(request));
            queue.gate().read(List.of("host:a.example"));
            queue.shared().storeRobots("https://a.example", "{}", Duration.ofHours(1));
            assertThat(queue.shared().robots("https://a.example")).contains("{}");
            assertThat(queue.shared().policies().version()).isEqualTo(3);
            assertThat(frontier.discover(leases.getFirst().token(), "w", List.of(Plans.item("b.example", 50)))
                            .admitted())
                    .isEqualTo(1);
            var left = Map.of("OutOfScope", new Frontier.Skipped(1, "https://x.example/"));
            assertThat(frontier.extend(
                            Bench.QUEUE, "w", leases.stream().map(Lease::token).toList()))
                    .isEmpty();
            var outcomes = List.of(
                    new Outcome.Fetched(1, "{}", 77L),
                    new Outcome.Retry("Timeout", "", Duration.ZERO),
                    new Outcome.Dead("Http4xx", "", true),
                    new Outcome.PutBack(Duration.ZERO),
                    new Outcome.Excluded("RobotsDenied"),
                    new Outcome.Redirected());
            for (int i = 0; i < 6; i++) {
                assertThat(frontier.settleAndLease(
                                        job,
                                        "w",
                                        List.of(new Settlement(leases.get(i).token(), outcomes.get(i), left)),
                                        0)
                                .verdicts())
                        .containsExactly(Verdict.ACCEPTED);
            }
            assertThat(frontier.lease(job, "w", 9).leases()).isNotEmpty();
            frontier.leave(Bench.QUEUE, "w");
        }
    }

    @Test
    void keepsAWorkersUserOutOfEverythingElse() {
        bench.queue.server().ensureUser("test", "worker-test", "secret");
        var foreign = new JobKey("other", "uid");

        try (var queue = as("worker-test", "secret")) {
            assertThatThrownBy(() -> queue.frontier().lease(foreign, "w", 1))
                    .isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.frontier().pick(new QueueKey("other", "default"), "w", 1))
                    .isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.frontier().lease(new JobKey("test2", "uid"), "w", 1))
                    .isInstanceOf(QueueUnavailableException.class);
            if (!bundled) {
                var opened = new HostPolicies(99, HostPolicies.BUILT_IN.defaults(), List.of());
                assertThatThrownBy(() -> queue.shared().publish(opened)).isInstanceOf(QueueUnavailableException.class);
            }
            assertThatThrownBy(() -> queue.jobs().registered()).isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.server().claim("me")).isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.server().ensureUser("other", "more", "x"))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("ACL SETUSER");
        }
        var uri = RedisURI.create(bench.server.uri());
        uri.setCredentialsProvider(new StaticCredentialsProvider("worker-test", "secret".toCharArray()));
        try (var client = RedisClient.create(uri);
                var connection = client.connect()) {
            var redis = connection.sync();
            assertThatThrownBy(redis::flushall).isInstanceOf(RedisCommandExecutionException.class);
            assertThatThrownBy(() -> redis.keys("*")).isInstanceOf(RedisCommandExecutionException.class);
            assertThatThrownBy(() -> redis.configGet("*")).isInstanceOf(RedisCommandExecutionException.class);
            assertThatThrownBy(() -> redis.get("other")).isInstanceOf(RedisCommandExecutionException.class);
        }
    }

    @Test
    void endsAUser() {
        bench.queue.server().ensureUser("test", "worker-test", "secret");
        bench.queue.server().removeUser("worker-test");
        bench.queue.server().removeUser("worker-test");

        try (var queue = as("worker-test", "secret")) {
            assertThatThrownBy(() -> queue.frontier().lease(new JobKey("test", "x"), "w", 1))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("WRONGPASS");
        }
    }

    @Test
    void refusesNamesThatWouldWidenAUsersRights() {
        var server = bench.queue.server();

        assertThatThrownBy(() -> server.ensureUser("*", "u", "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"*\"");
        assertThatThrownBy(() -> server.ensureUser("test", "u ~*", "p")).isInstanceOf(IllegalArgumentException.class);
    }
}
