package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.operator.FaultyApiServer.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator dies between any two of its effects, and another one comes: each effect is there once. A kill is seen from outside: from one write to the API
 * server on, nothing of the old process reaches the API server or Redis any more. Every kill is at another write, and every second one after the write was done.
 *
 * <p>{@code -Doperator.kills=240} goes through each write some ten times.
 */
@ExtendWith(WithApiServer.class)
class OperatorKillsTest {

    private static final int KILLS = Integer.getInteger("operator.kills", 6);
    private static final int FEWEST_POINTS = 12;

    private static Installation at;
    private static WorkerPlay worker;
    private static final List<AutoCloseable> BETWEEN = new ArrayList<>();

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"));
        at.stopOperator();
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterAll
    static void close() throws Exception {
        at.close();
        for (var part : BETWEEN) part.close();
    }

    @Test
    void whateverWriteItDiesAtEachEffectIsThereOnce() {
        var writes = new AtomicInteger();
        startOperator(asked -> {
            if (asked.isWrite()) writes.incrementAndGet();
            return Optional.empty();
        });
        live("undisturbed");
        at.stopOperator();
        assertThat(writes.get()).isGreaterThanOrEqualTo(FEWEST_POINTS);

        for (var kill = 0; kill < KILLS; kill++) {
            var write = 1 + kill * writes.get() / Math.min(KILLS, writes.get()) % writes.get();
            var killed = startOperatorThatDiesAt(write, kill % 2 == 0);
            live("killed-%d-at-%d".formatted(kill, write));
            // The last writes of a life may not come in another one: then nothing was killed, and nothing shown.
            assertThat(killed.get() || write > FEWEST_POINTS)
                    .as("killed at write " + write)
                    .isTrue();
            at.stopOperator();
        }
    }

    /** From nothing to the end of a second run, and to nothing. */
    private static void live(String name) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: %1$s}
                spec: {workers: {scaleDownStabilizationSeconds: 0}}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %1$s}
                spec:
                  queueName: %1$s
                  source: {urls: {list: ["https://%1$s.example.org/", "https://%1$s.example.com/"]}}
                """.formatted(name));
        crawl(name, 1);
        at.patch(name, "{\"spec\": {\"rerun\": \"again\"}}");
        crawl(name, 2);
        assertOnce(name);

        var key = at.key(name);
        at.delete(name);
        at.eventually(() -> !at.queue.jobs().registered().contains(key));
        at.api.kubectl("delete", "crawlqueue", name, "-n", at.namespace).orFail();
    }

    private static void crawl(String name, int run) {
        at.eventually(() -> {
            worker.drain(at.key(name));
            var status = at.job(name).getStatus();
            return status != null
                    && Integer.valueOf(run).equals(status.run())
                    && at.said(name, COMPLETE).equals("True/Succeeded");
        });
    }

    private static void assertOnce(String name) {
        assertThat(at.progress(name).summary()).isEqualTo("2/2");
        assertThat(at.job(name).getStatus().lastHandledRerun()).isEqualTo("again");
        assertThat(at.queue.jobs().results(at.key(name), "0", 10)).hasSize(2);
        at.eventually(() -> at.deployment("crawl-" + name).isPresent());
        at.eventually(() -> at.client
                        .secrets()
                        .inNamespace(at.namespace)
                        .withLabel("crawljob.io/queue", name)
                        .list()
                        .getItems()
                        .size()
                == 1);
    }

    private static AtomicBoolean startOperatorThatDiesAt(int write, boolean done) {
        var writes = new AtomicInteger();
        var dead = new AtomicBoolean();
        var redis = between();
        startOperator(redis, asked -> {
            if (dead.get()) return Optional.of(Fault.CLOSED);
            if (!asked.isWrite() || writes.incrementAndGet() != write) return Optional.empty();
            dead.set(true);
            redis.close();
            var old = at.process();
            Thread.ofVirtual().start(old::close);
            startOperator(any -> Optional.empty());
            return Optional.of(done ? Fault.DONE_UNANSWERED : Fault.CLOSED);
        });
        return dead;
    }

    private static void startOperator(FaultyApiServer.Faults faults) {
        startOperator(between(), faults);
    }

    private static void startOperator(RedisBetween redis, FaultyApiServer.Faults faults) {
        var api = new FaultyApiServer(at.adminConfig());
        BETWEEN.add(api);
        api.inject(faults);
        at.with("CRAWL_REDIS_URL", redis.url());
        at.startOperator(api.config());
    }

    private static RedisBetween between() {
        var redis = RedisBetween.before(at.redis.port());
        BETWEEN.add(redis);
        return redis;
    }
}
