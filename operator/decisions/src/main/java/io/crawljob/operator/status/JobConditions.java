package io.crawljob.operator.status;

import static io.crawljob.crds.v1alpha1.Condition.Status.*;
import static io.crawljob.crds.v1alpha1.ConditionType.*;
import static io.crawljob.crds.v1alpha1.Reason.*;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Clip;
import io.crawljob.operator.condition.ConditionList;
import io.crawljob.operator.lifecycle.Ending.How;
import io.crawljob.operator.plan.Validated.Accepted;
import io.crawljob.operator.plan.Validated.Rejected;
import java.util.List;

/** The ten conditions of a job, all of them each time. One method for each state that a job can be in. */
final class JobConditions {

    private static final String STILL_GOES_ON = "; the last good spec goes on";

    private final Findings found;
    private final ConditionList list;

    private JobConditions(Findings found) {
        this.found = found;
        var job = found.seen().job();
        var written =
                job.getStatus() == null ? List.<Condition>of() : job.getStatus().conditions();
        this.list = new ConditionList(
                written, job.getMetadata().getGeneration(), found.seen().now());
    }

    static List<Condition> of(Findings found) {
        var conditions = new JobConditions(found);
        if (found.ending() != null) conditions.over(found.ending().how());
        else conditions.goingOn();
        return conditions.list.all();
    }

    private void goingOn() {
        var workers = found.workers();
        list.add(ConditionType.WORKERS_READY, workers.ready() ? TRUE : FALSE, workers.reason(), workers.message());
        if (found.seen().job().getSpec().suspend()) {
            list.add(ConditionType.SUSPENDED, TRUE, Reason.SUSPENDED, "spec.suspend is true");
        } else {
            list.add(ConditionType.SUSPENDED, FALSE, NOT_SUSPENDED, "spec.suspend is false");
        }
        for (var type : List.of(COMPLETE, FAILED, FINISHED)) {
            list.add(type, FALSE, NOT_FINISHED, "the crawl is not over");
        }
        if (found.seen().validated() instanceof Rejected rejected) rejected(rejected);
        else if (found.opened()) stored();
        else pending();
    }

    private void rejected(Rejected rejected) {
        var still = found.opened() ? STILL_GOES_ON : "";
        var message = Clip.text(rejected.message(), ConditionList.LONGEST_MESSAGE - still.length()) + still;
        list.add(ACCEPTED, FALSE, rejected.reason(), message);
        if (found.opened()) progressing();
        else list.add(PROGRESSING, FALSE, PENDING, "the spec is not accepted");
        list.add(READY, FALSE, rejected.reason(), message);
        list.add(RECONCILING, FALSE, rejected.reason(), "waits for the spec to be mended");
        list.add(STALLED, TRUE, rejected.reason(), message);
    }

    private void pending() {
        var message = found.movement().message();
        list.add(ACCEPTED, UNKNOWN, PENDING, message);
        progressing();
        list.add(READY, FALSE, PENDING, message);
        list.add(RECONCILING, TRUE, PENDING, message);
        list.add(STALLED, FALSE, NOT_STALLED, "nothing needs to be mended");
    }

    private void stored() {
        accepted();
        progressing();
        list.add(READY, TRUE, PLAN_STORED, "the plan is stored; Progressing says what the crawl does");
        list.add(RECONCILING, FALSE, PLAN_STORED, "the plan is stored");
        list.add(STALLED, FALSE, NOT_STALLED, "nothing needs to be mended");
    }

    private void over(How how) {
        var reason = how.reason();
        var message = found.summary();
        switch (found.seen().validated()) {
            case Rejected rejected -> list.add(ACCEPTED, FALSE, rejected.reason(), rejected.message());
            case Accepted it when found.opened() -> accepted();
            case Accepted it -> list.add(ACCEPTED, UNKNOWN, PENDING, "the crawl was over before its plan was stored");
        }
        list.add(ConditionType.WORKERS_READY, FALSE, SCALED_TO_ZERO, "the crawl is over and needs no workers");
        list.add(PROGRESSING, FALSE, reason, "the crawl is over");
        list.add(ConditionType.SUSPENDED, FALSE, NOT_SUSPENDED, "the crawl is over");
        list.add(COMPLETE, how.complete() ? TRUE : FALSE, reason, how.complete() ? message : "the crawl failed");
        list.add(FAILED, how.complete() ? FALSE : TRUE, reason, how.complete() ? "the crawl is complete" : message);
        list.add(FINISHED, TRUE, reason, message);
        list.add(READY, how.complete() ? TRUE : FALSE, reason, message);
        list.add(RECONCILING, FALSE, reason, "the crawl is over");
        if (how.complete()) list.add(STALLED, FALSE, NOT_STALLED, "nothing needs to be mended");
        else list.add(STALLED, TRUE, reason, message);
    }

    private void accepted() {
        var message = "the plan of generation %d is stored"
                .formatted(found.seen().job().getMetadata().getGeneration());
        var warnings = found.seen().validated() instanceof Accepted it ? it.warnings() : List.<String>of();
        list.add(
                ACCEPTED,
                TRUE,
                PLAN_STORED,
                warnings.isEmpty() ? message : message + "; left out: " + String.join("; ", warnings));
    }

    private void progressing() {
        var movement = found.movement();
        list.add(PROGRESSING, movement.moves() ? TRUE : FALSE, movement.reason(), movement.message());
    }
}
