package io.crawljob.operator.lifecycle;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.queue.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The clock of {@code activeDeadlineSeconds}, which stands while the job is suspended.
 *
 * <p>It is kept in {@code status.startTime} alone: a resume moves that on by the time of the suspension, whose beginning is the transition time of the
 * condition {@code Suspended}. So nothing ticks, and a restart of the operator changes nothing.
 */
public final class ActiveTime {

    private ActiveTime() {}

    /** What {@code startTime} has to say now; empty while the run has not begun. */
    public static Optional<Instant> start(Observation seen, Course course) {
        var status = seen.job().getStatus();
        var before = status == null || course.isNewRun() ? null : status.startTime();
        if (before == null) return hasBegun(course) ? Optional.of(seen.now()) : Optional.empty();
        var suspended = suspendedSince(status);
        if (seen.job().getSpec().suspend() || suspended.isEmpty()) return Optional.of(before);
        return Optional.of(before.plus(Duration.between(suspended.get(), seen.now())));
    }

    /** When the deadline will be over if nothing changes; empty without one, before the start, or while suspended. */
    static Optional<Instant> deadline(Observation seen, Course course) {
        var seconds = seen.job().getSpec().activeDeadlineSeconds();
        if (seconds == null || seconds < 1 || seen.job().getSpec().suspend()) return Optional.empty();
        return start(seen, course).map(start -> start.plusSeconds(seconds));
    }

    private static boolean hasBegun(Course course) {
        return course.snapshot() != null && !course.runs(JobState.SUSPENDED);
    }

    private static Optional<Instant> suspendedSince(CrawlJobStatus status) {
        return Conditions.find(status.conditions(), ConditionType.SUSPENDED)
                .filter(condition -> condition.status() == Status.TRUE)
                .map(Condition::lastTransitionTime);
    }
}
