package io.crawljob.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.operator.cluster.Specs;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerPodTest {

    @Test
    void tellsWorkersWhoMayHaveSignedTheCertificateOfRedis() {
        assertThat(environment("-----BEGIN CERTIFICATE-----"))
                .filteredOn(variable -> variable.getName().equals("CRAWL_REDIS_CA"))
                .extracting(EnvVar::getValue)
                .containsExactly("-----BEGIN CERTIFICATE-----");
        assertThat(environment("")).extracting(EnvVar::getName).doesNotContain("CRAWL_REDIS_CA");
    }

    private static List<EnvVar> environment(String authorities) {
        var redis = new PoolSettings.Redis(URI.create("rediss://redis:6380"), "crawl", authorities);
        var settings = new PoolSettings("worker", "", "Never", redis, "crawljob-system", List.of());
        var queue = new CrawlQueue();
        queue.setMetadata(new ObjectMetaBuilder()
                .withNamespace("research")
                .withName("default")
                .build());
        queue.setSpec(Specs.orEmpty((CrawlQueueSpec) null));
        return new WorkerPod(settings)
                .of(queue, "crawl-redis-1")
                .getContainers()
                .getFirst()
                .getEnv();
    }
}
