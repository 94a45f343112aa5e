package io.crawljob.operator.hostpolicy;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicyStatus;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.ConditionList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a HostPolicy's status says. */
final class PolicyConditions {

    private PolicyConditions() {}

    /** @param rivals by pattern, the other policies that name it */
    static HostPolicyStatus of(
            HostPolicy policy, Optional<String> problem, Map<String, List<String>> rivals, Instant now) {
        var generation = policy.getMetadata().getGeneration();
        var written = policy.getStatus() == null
                ? List.<Condition>of()
                : policy.getStatus().conditions();
        var list = new ConditionList(written, generation, now);
        if (problem.isPresent()) list.add(ConditionType.READY, Status.FALSE, Reason.INVALID_SPEC, problem.get());
        else list.add(ConditionType.READY, Status.TRUE, Reason.STORED, "in force for every job of the cluster");
        if (rivals.isEmpty()) {
            list.add(ConditionType.CONFLICT, Status.FALSE, Reason.NO_CONFLICT, "no other policy names its hosts");
        } else {
            list.add(ConditionType.CONFLICT, Status.TRUE, Reason.CONFLICT, message(rivals));
        }
        return new HostPolicyStatus(generation, list.all());
    }

    private static String message(Map<String, List<String>> rivals) {
        return rivals.entrySet().stream()
                .map(it -> "%s is named by %s too".formatted(it.getKey(), String.join(", ", it.getValue())))
                .collect(Collectors.joining("; ", "", "; the stricter value of each field holds: name each host once"));
    }
}
