package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Manifest;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.operator.hostpolicy.HostPolicyMapper;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.SharedState;
import java.time.Instant;
import java.util.List;

/** What hosts are owed: the manifest's HostPolicies over the same defaults as a cluster's. */
final class Politeness {

    private static final long DELAY_MILLIS = 1_000;
    private static final int AT_ONCE = 1;
    private static final List<String> EVERYBODY = List.of("*");
    private static final List<Integer> EVERY_PORT = List.of(AddressPolicy.EVERY_PORT);

    private Politeness() {}

    static void publish(Manifest manifest, boolean allowPrivate, SharedState shared, Instant now) {
        var rule = HostPolicyMapper.defaults(DELAY_MILLIS, AT_ONCE);
        var defaults = allowPrivate ? withPrivateAddresses(rule) : rule;
        shared.publish(HostPolicyMapper.map(manifest.policies(), defaults, shared.policies(), now)
                .policies());
    }

    private static HostPolicies.Rule withPrivateAddresses(HostPolicies.Rule rule) {
        return new HostPolicies.Rule(
                rule.name(),
                rule.hosts(),
                rule.delayMillis(),
                rule.maxConcurrent(),
                rule.pagesPerMinute(),
                rule.blockedUntilEpochMillis(),
                true,
                EVERYBODY,
                EVERY_PORT);
    }
}
