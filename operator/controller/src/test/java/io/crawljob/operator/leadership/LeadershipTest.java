package io.crawljob.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class LeadershipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LeaseTimes LONG =
            new LeaseTimes(Duration.ofSeconds(120), Duration.ofSeconds(100), Duration.ofMillis(200));

    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void connect(RealApiServer api) {
        client = api.client();
        namespace = api.newNamespace();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void letsOneLeadAndTheNextOnceItHasClosed() {
        var first = new Terms();
        var second = new Terms();
        var one = seek(first, LONG);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(first.begun).hasValue(1));
        try (var two = seek(second, LONG)) {
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !two.leads());

            one.close();

            // Far sooner than the lease would have run: it was given back.
            await().atMost(PATIENCE).until(two::leads);
            assertThat(second.begun).hasValue(1);
        }
        assertThat(first.lost).hasValue(0);
    }

    @Test
    void takesOverFromOneThatDiedOnceItsLeaseHasRunOut() {
        var times = new LeaseTimes(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));
        var dead = new LeaseRecord(client, namespace, "crawljob-operator", Clock.systemUTC());
        dead.create("operator-0-dead", Duration.ofSeconds(3));
        var started = System.nanoTime();

        try (var successor = seek(new Terms(), times)) {
            await().atMost(PATIENCE).until(successor::leads);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    void isLostToWhoeverHoldsTheLeaseAndNeverBeginsAgain() {
        var terms = new Terms();
        try (var leader = seek(terms, LONG)) {
            await().atMost(PATIENCE).until(leader::leads);

            lease(it -> it.getSpec().setHolderIdentity("another"));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(terms.lost).hasValue(1));
            assertThat(leader.leads()).isFalse();
            assertThat(terms.begun).hasValue(1);
        }
    }

    @Test
    void isLostAtTheDeadlineWhenTheApiServerDoesNotAnswer() {
        var terms = new Terms();
        var times = new LeaseTimes(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(200));
        try (var leader = seek(terms, times)) {
            await().atMost(PATIENCE).until(leader::leads);

            client.close();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(terms.lost).hasValue(1));
        }
    }

    @Test
    void hasAFreshIdentityForEachStart() {
        try (var one = seek(new Terms(), LONG);
                var two = seek(new Terms(), LONG)) {
            assertThat(one.identity()).startsWith("operator-0-").isNotEqualTo(two.identity());
        }
    }

    private Leadership seek(Terms terms, LeaseTimes times) {
        return Leadership.seek(client, namespace, "operator-0", times, terms);
    }

    private void lease(Consumer<Lease> change) {
        client.leases().inNamespace(namespace).withName("crawljob-operator").edit(lease -> {
            change.accept(lease);
            return lease;
        });
    }

    private static final class Terms implements Leadership.Term {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger lost = new AtomicInteger();

        @Override
        public void begin() {
            begun.incrementAndGet();
        }

        @Override
        public void lost() {
            lost.incrementAndGet();
        }
    }
}
