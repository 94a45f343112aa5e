package io.crawljob.operator.status;

import io.crawljob.operator.lifecycle.Course;
import io.crawljob.operator.lifecycle.Ending;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.plan.Validated;
import io.crawljob.operator.workers.WorkersReady;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a status are made from, found out once.
 *
 * @param opened whether the run's plan is stored
 * @param ending that takes effect with this status
 */
record Findings(
        Observation seen,
        Course course,
        WorkersReady workers,
        Movement movement,
        boolean opened,
        @Nullable Ending ending) {

    Optional<Ending> end() {
        return Optional.ofNullable(ending);
    }

    Optional<Validated.Rejected> rejected() {
        return seen.validated() instanceof Validated.Rejected rejected ? Optional.of(rejected) : Optional.empty();
    }

    /** In one sentence, for the column and for the conditions that only repeat it. */
    String summary() {
        if (ending != null) {
            return EndMessages.of(ending.how(), seen.job().getSpec(), course.snapshot());
        }
        return rejected().filter(it -> !opened).map(Validated.Rejected::message).orElse(movement.message());
    }
}
