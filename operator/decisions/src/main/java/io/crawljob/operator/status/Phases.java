package io.crawljob.operator.status;

import static io.crawljob.crds.v1alpha1.ConditionType.*;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Phase;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Conditions;
import java.util.List;

/** The one word for people, from the conditions. */
final class Phases {

    private Phases() {}

    static Phase of(List<Condition> conditions, Findings found) {
        if (Conditions.isTrue(conditions, COMPLETE)) return Phase.SUCCEEDED;
        if (Conditions.isTrue(conditions, FAILED)) return Phase.FAILED;
        if (!found.opened()) return Phase.PENDING;
        if (Conditions.isTrue(conditions, SUSPENDED)) return Phase.SUSPENDED;
        if (Conditions.hasReason(conditions, PROGRESSING, Reason.QUEUE_SUSPENDED)) return Phase.SUSPENDED;
        if (Conditions.hasReason(conditions, PROGRESSING, Reason.RATE_LIMITED)) return Phase.RATE_LIMITED;
        return Conditions.isTrue(conditions, PROGRESSING) ? Phase.RUNNING : Phase.WAITING;
    }
}
