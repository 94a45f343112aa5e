package io.crawljob.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.operator.cluster.Specs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EgressTest {

    @Test
    void opensThePublicInternetAndNothingOfTheClusters() {
        var internet = rules("redis://10.1.2.3:6379", List.of()).get(2);

        assertThat(internet.getPorts()).isEmpty();
        assertThat(internet.getTo())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactly("0.0.0.0/0", "::/0");
        assertThat(internet.getTo().getFirst().getIpBlock().getExcept())
                .contains("10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "100.64.0.0/10");
        assertThat(internet.getTo().getLast().getIpBlock().getExcept()).contains("fc00::/7", "fe80::/10");
    }

    @Test
    void opensRedisByItsAddress() {
        var rule = rules("redis://10.1.2.3:6380", List.of()).get(1);

        assertThat(rule.getTo().getFirst().getIpBlock().getCidr()).isEqualTo("10.1.2.3/32");
        assertThat(rule.getPorts().getFirst().getPort().getIntVal()).isEqualTo(6380);
    }

    @Test
    void opensRedisByTheNamespaceOfItsService() {
        assertThat(namespace("redis://redis.data.svc.cluster.local")).isEqualTo("data");
        assertThat(namespace("redis://redis.data.svc:6379")).isEqualTo("data");
        assertThat(namespace("redis://redis.data:6379")).isEqualTo("data");
        assertThat(namespace("redis://redis:6379")).isEqualTo("crawljob-system");
    }

    @Test
    void opensOnlyThePortWhereRedisIsAHostOutside() {
        var rule = rules("rediss://cache.example.org:6390", List.of()).get(1);

        assertThat(rule.getTo().getFirst().getIpBlock().getCidr()).isEqualTo("0.0.0.0/0");
        assertThat(rule.getPorts()).hasSize(1);
    }

    @Test
    void opensTheRangesThatTheSettingsName() {
        var rules = rules("redis://redis:6379", List.of("10.20.0.0/16"));

        assertThat(rules).hasSize(4);
        assertThat(rules.getLast().getTo().getFirst().getIpBlock().getCidr()).isEqualTo("10.20.0.0/16");
    }

    private static String namespace(String redis) {
        NetworkPolicyPeer peer = rules(redis, List.of()).get(1).getTo().getFirst();
        return Map.copyOf(peer.getNamespaceSelector().getMatchLabels())
                .getOrDefault("kubernetes.io/metadata.name", "none");
    }

    private static List<NetworkPolicyEgressRule> rules(String redis, List<String> cidrs) {
        var settings = new PoolSettings(
                "worker",
                "",
                "Never",
                new PoolSettings.Redis(URI.create(redis), "crawl", ""),
                "crawljob-system",
                cidrs);
        var queue = new CrawlQueue();
        queue.setMetadata(new ObjectMetaBuilder()
                .withNamespace("research")
                .withName("default")
                .withUid("1")
                .build());
        queue.setSpec(Specs.orEmpty((CrawlQueueSpec) null));
        return new Egress(settings).of(queue).getSpec().getEgress();
    }
}
