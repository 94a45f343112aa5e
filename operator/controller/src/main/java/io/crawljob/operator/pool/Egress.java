package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What workers may reach: DNS, Redis, the public internet, and the ranges that the operator's settings name. Not the cluster. */
final class Egress {

    private static final int REDIS_PORT = 6379;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:]+]?");
    /** Not on the public internet: RFC 6890's special ranges, of which clusters and their nodes are made. */
    private static final List<String> PRIVATE_V4 = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final List<String> PRIVATE_V6 = List.of("::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8");

    private final PoolSettings settings;

    Egress(PoolSettings settings) {
        this.settings = settings;
    }

    NetworkPolicy of(CrawlQueue queue) {
        var rules = new ArrayList<NetworkPolicyEgressRule>();
        rules.add(rule(List.of(), List.of(port(53, "UDP"), port(53, "TCP"))));
        rules.add(rule(List.of(redis()), List.of(port(redisPort(), "TCP"))));
        rules.add(rule(List.of(block("0.0.0.0/0", PRIVATE_V4), block("::/0", PRIVATE_V6)), List.of()));
        if (!settings.egressCidrs().isEmpty()) {
            rules.add(rule(
                    settings.egressCidrs().stream()
                            .map(cidr -> block(cidr, List.of()))
                            .toList(),
                    List.of()));
        }
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(queue.getMetadata().getNamespace())
                .withName(Names.of(queue))
                .withLabels(Names.labels(queue))
                .withOwnerReferences(Names.owner(queue))
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Names.labels(queue))
                .endPodSelector()
                .withPolicyTypes("Egress")
                .withEgress(rules)
                .endSpec()
                .build();
    }

    /** By address where there is one; by namespace where the name is a Service's; else any host at that port, since a policy cannot name a host. */
    private NetworkPolicyPeer redis() {
        var host = settings.redis().url().getHost();
        if (ADDRESS.matcher(host).matches()) {
            var address = host.replace("[", "").replace("]", "");
            return block(address + (address.contains(":") ? "/128" : "/32"), List.of());
        }
        var parts = host.split("\\.", -1);
        var isService = parts.length == 1 || parts.length == 2 || parts[2].equals("svc");
        if (!isService) return block("0.0.0.0/0", List.of());
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(
                        "kubernetes.io/metadata.name", parts.length == 1 ? settings.operatorNamespace() : parts[1]))
                .endNamespaceSelector()
                .build();
    }

    private int redisPort() {
        URI redis = settings.redis().url();
        return redis.getPort() < 0 ? REDIS_PORT : redis.getPort();
    }

    private static NetworkPolicyEgressRule rule(List<NetworkPolicyPeer> to, List<NetworkPolicyPort> ports) {
        return new NetworkPolicyEgressRuleBuilder().withTo(to).withPorts(ports).build();
    }

    private static NetworkPolicyPort port(int number, String protocol) {
        return new NetworkPolicyPortBuilder()
                .withPort(new IntOrString(number))
                .withProtocol(protocol)
                .build();
    }

    private static NetworkPolicyPeer block(String cidr, List<String> except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(cidr)
                .withExcept(except)
                .endIpBlock()
                .build();
    }
}
