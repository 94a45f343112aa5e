package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators, of which one acts. */
@ExtendWith(WithApiServer.class)
class TakeOverTest {

    private static final Duration QUIET = Duration.ofSeconds(8);

    private Installation at;
    private WorkerPlay worker;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void theStandbyAsksForTheLeaseAndForNothingElseUntilItLeads() {
        at.eventually(() -> at.process().leads());
        try (var between = new FaultyApiServer(at.adminConfig());
                var standby = at.another(between.config())) {
            at.eventually(() -> between.asked().size() > 3);
            at.applyBatch("watched", 2);
            await().during(QUIET)
                    .atMost(Installation.PATIENCE)
                    .until(() -> between.asked().stream()
                            .allMatch(asked -> asked.isLease() && asked.method().equals("GET")));

            at.stopOperator();

            at.eventually(standby::leads);
            at.eventually(() -> worker.fetchOne(at.key("watched")));
            at.eventually(() -> worker.fetchOne(at.key("watched")));
            at.awaitSaid("watched", COMPLETE, "True/Succeeded");
        }
    }

    @Test
    void aLeaderThatWasFrozenEndsWhenItThawsAndChangesNothing() throws IOException, InterruptedException {
        at.stopOperator();
        try (var first = OperatorChild.start(at, "operator-1")) {
            leads(first);
            try (var second = OperatorChild.start(at, "operator-2")) {
                var key = at.applyBatch("frozen", 2);
                await().atMost(Installation.PATIENCE).ignoreExceptions().until(() -> !second.leads());

                first.signal("STOP");
                var frozen = System.nanoTime();
                leads(second);
                System.out.printf(
                        "another one leads %.1f s after the leader was frozen%n", (System.nanoTime() - frozen) / 1e9);
                at.eventually(() -> {
                    worker.drain(key);
                    return at.said("frozen", COMPLETE).equals("True/Succeeded");
                });
                at.patch("frozen", "{\"spec\": {\"rerun\": \"while-frozen\"}}");
                at.eventually(() ->
                        Integer.valueOf(2).equals(at.job("frozen").getStatus().run()));

                first.signal("CONT");

                at.eventually(() -> first.ended().equals(Optional.of(1)));
                at.eventually(() -> {
                    worker.drain(key);
                    return at.said("frozen", COMPLETE).equals("True/Succeeded");
                });
                assertThat(at.job("frozen").getStatus().run()).isEqualTo(2);
                assertThat(at.progress("frozen").summary()).isEqualTo("2/2");
                assertThat(at.queue.jobs().results(key, "0", 10)).hasSize(2);
                assertThat(second.leads()).isTrue();
            }
        }
    }

    private void leads(OperatorChild operator) {
        await().atMost(Installation.PATIENCE).ignoreExceptions().until(operator::leads);
    }
}
