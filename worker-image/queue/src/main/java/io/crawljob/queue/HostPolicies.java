package io.crawljob.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's politeness: the default and every HostPolicy, as one versioned document that workers read from Redis.
 *
 * @param version grows with each change
 */
public record HostPolicies(long version, Rule defaults, List<Rule> rules) {

    /** In force until others are published: 1,000 ms between starts, one at once. */
    public static final HostPolicies BUILT_IN = new HostPolicies(
            0, new Rule("default", List.of(), 1000L, 1, null, null, false, List.of(), List.of()), List.of());

    public HostPolicies {
        rules = List.copyOf(rules);
    }

    /**
     * What holds for a host: an exact name beats the longest wildcard; the same pattern in two rules gives the stricter value of each field; what no rule
     * names is the default's. Pure.
     *
     * @param host canonical, without a port
     * @param namespace of the job that asks
     */
    public HostRule forHost(String host, String namespace) {
        return HostRules.of(this, host, namespace);
    }

    /**
     * @param hosts exact names or {@code *.example.org}; empty for the default
     * @param allowPrivateAddresses for jobs of {@code namespaces} ({@code *} = all)
     * @param allowedPorts besides 80, 443, 8080, 8443
     */
    public record Rule(
            String name,
            List<String> hosts,
            @Nullable Long delayMillis,
            @Nullable Integer maxConcurrent,
            @Nullable Integer pagesPerMinute,
            @Nullable Long blockedUntilEpochMillis,
            boolean allowPrivateAddresses,
            List<String> namespaces,
            List<Integer> allowedPorts) {
        public Rule {
            hosts = List.copyOf(hosts);
            namespaces = List.copyOf(namespaces);
            allowedPorts = List.copyOf(allowedPorts);
        }
    }
}
