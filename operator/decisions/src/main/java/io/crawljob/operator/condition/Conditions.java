package io.crawljob.operator.condition;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.Reason;
import java.util.List;
import java.util.Optional;

/** Reads conditions, which are a map by type. */
public final class Conditions {

    private Conditions() {}

    public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
        return conditions.stream()
                .filter(condition -> condition != null && condition.type().equals(type.toString()))
                .findFirst();
    }

    public static boolean isTrue(List<Condition> conditions, ConditionType type) {
        return find(conditions, type).filter(it -> it.status() == Status.TRUE).isPresent();
    }

    /** Whether the condition stands there for this reason, true or false. */
    public static boolean hasReason(List<Condition> conditions, ConditionType type, Reason reason) {
        return find(conditions, type)
                .filter(it -> it.reason().equals(reason.toString()))
                .isPresent();
    }
}
