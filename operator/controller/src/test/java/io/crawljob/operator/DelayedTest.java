package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.ServerClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue in which everything waits for a later time, by a Redis whose clock is set. */
@ExtendWith(WithApiServer.class)
class DelayedTest {

    private static final Duration HOUR = Duration.ofHours(1);
    /** What is due so soon counts as work: 30 seconds, and some to see it in. */
    private static final Duration SHORTLY_BEFORE = HOUR.minusSeconds(28);

    @Test
    void holdsNoWorkerForWhatIsDueInAnHourAndHasOneInTimeWhenItIs(RealApiServer api) throws IOException {
        try (var clock = ServerClock.start();
                var at = Installation.on(api, clock.server())) {
            var worker = new WorkerPlay(at.queue, "worker-1");
            var key = at.applyBatch("later", 2);
            at.awaitReplicas("crawl-quick", 1);

            for (var page = 0; page < 2; page++) at.eventually(() -> putOff(worker, key));

            at.awaitReplicas("crawl-quick", 0);
            at.eventually(() -> at.progress("later").delayed() == 2);
            at.eventually(() -> at.queueSaid("quick", WORKERS_READY).endsWith("/ScaledToZero"));
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(30)).until(() -> replicas(at) == 0);

            clock.set(SHORTLY_BEFORE);
            at.awaitReplicas("crawl-quick", 1);
            assertThat(delayed(at, key)).as("not due yet when the worker comes").isEqualTo(2);

            clock.set(HOUR.plusSeconds(1));
            at.eventually(() -> {
                worker.fetchOne(key);
                return at.said("later", COMPLETE).equals("True/Succeeded");
            });
            at.awaitReplicas("crawl-quick", 0);
        }
    }

    private static boolean putOff(WorkerPlay worker, JobKey key) {
        var lease = worker.takeOne(key);
        lease.ifPresent(it -> worker.settle(key, it, new Outcome.Retry("Http5xx", "503 Service Unavailable", HOUR)));
        return lease.isPresent();
    }

    private static int replicas(Installation at) {
        return at.deployment("crawl-quick").orElseThrow().getSpec().getReplicas();
    }

    private static long delayed(Installation at, JobKey key) {
        return at.queue.jobs().snapshots(List.of(key)).getFirst().orElseThrow().delayed();
    }
}
