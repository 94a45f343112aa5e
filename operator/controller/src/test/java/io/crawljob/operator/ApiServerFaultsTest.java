package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.operator.FaultyApiServer.Asked;
import io.crawljob.operator.FaultyApiServer.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An API server that misbehaves: crawls go to their end all the same, and it is not asked more for it.
 *
 * <p>{@code -Doperator.away=300} leaves it away for five minutes.
 */
@ExtendWith(WithApiServer.class)
class ApiServerFaultsTest {

    private static final long SEED = 20_261_122;
    private static final int PERCENT = 30;
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("operator.away", 20));

    private Installation at;
    private FaultyApiServer between;
    private WorkerPlay worker;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        at.stopOperator();
        between = new FaultyApiServer(at.adminConfig());
        at.startOperator(between.config());
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterEach
    void close() {
        between.inject(any -> Optional.empty());
        at.close();
        between.close();
    }

    @Test
    void everyThirdWriteIsInConflictAndEachCrawlStillEnds() {
        var random = new Random(SEED);
        between.inject(asked -> asked.isWrite() && random.nextInt(100) < PERCENT
                ? Optional.of(Fault.status(
                        409,
                        "Conflict",
                        "the object has been modified; please apply your changes to the latest version"))
                : Optional.empty());

        crawlSome();

        assertThat(between.asked().stream().filter(Asked::refused)).isNotEmpty();
    }

    @Test
    void everyThirdRequestFailsInsideTheServerAndEachCrawlStillEnds() {
        var random = new Random(SEED);
        between.inject(asked -> !asked.isLease() && random.nextInt(100) < PERCENT
                ? Optional.of(Fault.status(500, "InternalError", "etcdserver: request timed out"))
                : Optional.empty());

        crawlSome();

        assertThat(between.asked().stream().filter(Asked::refused)).isNotEmpty();
    }

    @Test
    void aServerThatIsBusyIsLeftAloneForAsLongAsItAsksAndThenAskedOnce() {
        at.applyBatch("busy", 1, "suspend: true");
        at.awaitSaid("busy", ACCEPTED, "True/PlanStored");
        var refused = new AtomicInteger();
        between.inject(asked -> asked.path().endsWith("/crawljobs/busy/status") && refused.getAndIncrement() == 0
                ? Optional.of(new Fault(429, Map.of("Retry-After", "7"), "Too many requests, please try again later."))
                : Optional.empty());
        var before = statusWrites().size();

        at.patch("busy", "{\"spec\": {\"suspend\": false}}");
        at.eventually(() -> at.said("busy", SUSPENDED).startsWith("False"));

        var writes = statusWrites().subList(before, statusWrites().size());
        assertThat(writes.getFirst().refused()).isTrue();
        assertThat(Duration.between(writes.get(0).at(), writes.get(1).at()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void watchesThatAreGoneAreMadeAnewFromAList() {
        at.applyBatch("before", 1);
        var gone = new AtomicInteger();
        between.inject(asked -> asked.watch() && gone.getAndIncrement() < 12
                ? Optional.of(Fault.status(410, "Expired", "too old resource version: 1 (2)"))
                : Optional.empty());
        var lists = between.asked("GET", "/crawljobs").size();

        between.cutWatches();
        at.applyBatch("after", 1);

        at.eventually(() -> worker.fetchOne(at.key("after")));
        at.awaitSaid("after", COMPLETE, "True/Succeeded");
        assertThat(gone.get()).isPositive();
        assertThat(between.asked("GET", "/crawljobs").size()).isGreaterThan(lists);
    }

    @Test
    void aCrawlGoesOnWhileTheServerIsAwayAndIsToldOfWhenItIsBack() {
        var pages = (int) AWAY.toSeconds();
        var key = at.applyBatch("lonely", pages);
        at.eventually(() -> worker.fetchOne(key));
        between.goAway();

        at.apply(waiting("meanwhile"));
        var done = new AtomicInteger(1);
        await().atMost(AWAY.plus(Installation.PATIENCE))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    startAgainIfLost();
                    if (worker.fetchOne(key)) done.incrementAndGet();
                    return done.get() == pages;
                });
        assertThat(at.progress("lonely").done()).isLessThan(pages);
        between.comeBack();

        at.awaitSaid("lonely", COMPLETE, "True/Succeeded");
        at.awaitSaid("meanwhile", ACCEPTED, "True/PlanStored");
        assertThat(at.progress("lonely").summary()).isEqualTo(pages + "/" + pages);
        assertThat(at.job("lonely").getStatus().run()).isEqualTo(1);
        assertThat(at.queue.jobs().results(key, "0", 2 * pages)).hasSize(pages);
    }

    /** A leader that cannot renew its lease ends its process, and the kubelet starts it again. */
    private void startAgainIfLost() {
        if (!at.lost.compareAndSet(true, false)) return;
        at.stopOperator();
        at.startOperator(between.config());
    }

    private static String waiting(String name) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec: {queueName: quick, suspend: true, source: {urls: {list: ["https://waiting.example.org/"]}}}
                """.formatted(name);
    }

    /** Three jobs with two pages each. */
    private void crawlSome() {
        for (var name : new String[] {"one", "two", "three"}) {
            var key = at.applyBatch(name, 2);
            at.eventually(() -> {
                worker.drain(key);
                return at.said(name, COMPLETE).equals("True/Succeeded");
            });
            assertThat(at.progress(name).done()).isEqualTo(2);
        }
    }

    private List<Asked> statusWrites() {
        return between.asked("PATCH", "/crawljobs/busy/status");
    }
}
