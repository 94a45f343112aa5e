package io.crawljob.operator.hostpolicy;

import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicyStatus;
import io.crawljob.queue.HostPolicies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the cluster's politeness from all its HostPolicies. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class HostPolicyMapper {

    private HostPolicyMapper() {}

    /** @param statuses by the policy's name */
    public record Mapping(HostPolicies policies, Map<String, HostPolicyStatus> statuses) {
        public Mapping {
            statuses = Map.copyOf(statuses);
        }
    }

    /**
     * @param defaults for hosts without a policy
     * @param published what is in force; the version stays when nothing changes, else it grows
     */
    public static Mapping map(
            List<HostPolicy> policies, HostPolicies.Rule defaults, HostPolicies published, Instant now) {
        throw new UnsupportedOperationException("not there yet: " + policies + defaults + published + now);
    }

    /** @param delayMillis between the starts of two requests to a host */
    public static HostPolicies.Rule defaults(long delayMillis, int maxConcurrent) {
        return new HostPolicies.Rule(
                "default", List.of(), delayMillis, maxConcurrent, null, null, false, List.of(), List.of());
    }
}
