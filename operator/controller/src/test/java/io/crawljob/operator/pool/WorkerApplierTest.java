package io.crawljob.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.ApiRequests;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By the API server's own count. */
@ExtendWith(WithApiServer.class)
class WorkerApplierTest {

    private static final Duration PAST_THE_NEXT_LOOK = Duration.ofMinutes(11);

    private final RealApiServer api;
    private final HandSet clock = new HandSet();
    private KubernetesClient client;
    private CrawlQueue queue;
    private WorkerApplier applier;

    WorkerApplierTest(RealApiServer api) {
        this.api = api;
    }

    @BeforeEach
    void makeAQueueWithItsObjects() {
        client = api.client();
        queue = client.resource(Serialization.unmarshal("""
                        apiVersion: crawljob.io/v1alpha1
                        kind: CrawlQueue
                        metadata: {name: quick, namespace: %s}
                        spec: {}
                        """.formatted(api.newNamespace()), CrawlQueue.class))
                .create();
        var redis = new PoolSettings.Redis(URI.create("redis://redis:6379"), "crawl", "");
        var settings = new PoolSettings("worker", "", "Never", redis, "crawljob-system", List.of());
        applier = new WorkerApplier(client, new WorkerObjects(settings), new RedisSecret("key", "crawl"), clock);
        assertThat(applier.apply(queue, 1, Optional.empty())).isEmpty();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void looksAgainWithoutAWriteWhileAllIsAsItWasLeft() {
        var deployment = present();
        var before = ApiRequests.count(api);

        clock.goOn(PAST_THE_NEXT_LOOK);
        assertThat(applier.apply(queue, 1, deployment)).isEmpty();

        assertThat(ApiRequests.count(api).since(before))
                .isEqualTo("0 writes, 2 reads: networkpolicies  GET 1, serviceaccounts  GET 1");
    }

    @Test
    void mendsWhatSomebodyChangedMeanwhile() {
        var deployment = present();
        var left = policy().get().getSpec();
        policy().edit(it -> {
            it.getSpec().setEgress(List.of());
            return it;
        });

        assertThat(applier.apply(queue, 1, deployment)).isEmpty();
        assertThat(policy().get().getSpec()).isNotEqualTo(left);
        clock.goOn(PAST_THE_NEXT_LOOK);
        assertThat(applier.apply(queue, 1, deployment)).isEmpty();

        assertThat(policy().get().getSpec()).isEqualTo(left);
    }

    @Test
    void makesWhatSomebodyDeletedMeanwhile() {
        var deployment = present();
        policy().delete();

        clock.goOn(PAST_THE_NEXT_LOOK);
        assertThat(applier.apply(queue, 1, deployment)).isEmpty();

        assertThat(policy().get()).isNotNull();
    }

    private Optional<Deployment> present() {
        return applier.present(queue);
    }

    private Resource<NetworkPolicy> policy() {
        return client.network()
                .v1()
                .networkPolicies()
                .inNamespace(queue.getMetadata().getNamespace())
                .withName(Names.of(queue));
    }

    private static final class HandSet extends Clock {

        private Instant now = Instant.EPOCH;

        void goOn(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for another zone");
        }
    }
}
