package io.crawljob.operator.lifecycle;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.plan.Validated.Accepted;
import io.crawljob.operator.turn.Turn;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what a job needs next. Pure. */
public final class NextSteps {

    private NextSteps() {}

    /**
     * The steps to carry out now, in order; empty when there is nothing to do. After they are carried out, read the queue again and decide again, until
     * there are none or the same ones as before (the queue has nothing more to give now); then project the status.
     */
    public static List<Step> decide(Observation seen) {
        var job = key(seen.job());
        var course = Course.of(seen);
        if (course.ended()) return isDue(expiry(seen), seen) ? List.of(new Step.DeleteResource()) : List.of();
        if (course.turning() == Course.Turning.RETRY && course.snapshot() == null) {
            return List.of(redrive(seen, job, course));
        }
        var ending = Endings.of(seen, course);
        return switch (seen.reading()) {
            case Reading.Unread unread -> List.of();
            case Reading.NoKeys none -> ending.isPresent() ? List.of() : opening(seen, job, course);
            case Reading.Counted(var counts) -> {
                if (ending.isPresent()) yield stopping(job, counts, ending.get());
                yield isCurrent(counts, course) ? going(seen, job, course, counts) : replacing(seen, job, course);
            }
        };
    }

    /** When time alone will make something due (deadline, TTL); empty if nothing. */
    public static Optional<Instant> wakeAt(Observation seen) {
        var course = Course.of(seen);
        return course.ended() ? expiry(seen) : ActiveTime.deadline(seen, course);
    }

    /** Whether a job is over and nothing new is asked of it: its queue need not be read, and nothing will come of it but its TTL. */
    public static boolean isSettled(CrawlJob job) {
        var status = job.getStatus();
        if (status == null || !Course.isOver(status)) return false;
        var spec = job.getSpec();
        return spec.cancel()
                || (!Tokens.isNew(spec.rerun(), status.lastHandledRerun())
                        && !Tokens.isNew(spec.retryFailed(), status.lastHandledRetryFailed()));
    }

    public static JobKey key(CrawlJob job) {
        return new JobKey(job.getMetadata().getNamespace(), job.getMetadata().getUid());
    }

    /** Whether nothing may be leased for now. */
    public static boolean stands(Observation seen) {
        return seen.job().getSpec().suspend()
                || seen.queue().suspended()
                || seen.queue().turn() instanceof Turn.Waits;
    }

    static long left(Snapshot counts) {
        return counts.waiting() + counts.delayed() + counts.leased();
    }

    private static boolean isCurrent(Snapshot counts, Course course) {
        return course.snapshot() != null && counts.state() != JobState.DRAINING;
    }

    private static List<Step> stopping(JobKey job, Snapshot counts, Ending ending) {
        var goesOn = counts.state() == JobState.RUNNING
                || counts.state() == JobState.SUSPENDED
                || (counts.state() == JobState.CANCELLED && left(counts) > 0);
        return goesOn && !ending.effective() ? List.of(new Step.Cancel(job)) : List.of();
    }

    /** A new run, and one that was lost, begins when nothing of the one before is left. */
    private static List<Step> replacing(Observation seen, JobKey job, Course course) {
        var opening = opening(seen, job, course);
        return opening.isEmpty()
                ? List.of()
                : Stream.concat(Stream.of(new Step.Purge(job)), opening.stream())
                        .toList();
    }

    /** Suspended before the first seed is in, so that nothing of a job that has to stand is ever leased. */
    private static List<Step> opening(Observation seen, JobKey job, Course course) {
        if (!(seen.validated() instanceof Accepted accepted)) return List.of();
        var steps = new ArrayList<Step>();
        steps.add(new Step.Open(accepted.run(course.run())));
        var allowance = seen.queue().terms().allowance();
        if (!allowance.equals(Allowance.DEFAULT)) steps.add(new Step.Allow(job, allowance));
        if (stands(seen)) steps.add(new Step.Suspend(job));
        steps.add(new Step.Seed(job, accepted.seeds()));
        steps.add(new Step.Seeded(job));
        return steps;
    }

    private static List<Step> going(Observation seen, JobKey job, Course course, Snapshot counts) {
        if (counts.state() == JobState.FINISHED || counts.state() == JobState.CANCELLED) return List.of();
        var steps = new ArrayList<Step>();
        if (seen.validated() instanceof Accepted accepted) {
            var plan = accepted.run(course.run());
            if (plan.generation() > counts.generation()) steps.add(new Step.Open(plan));
            if (!counts.seeded()) {
                steps.add(new Step.Seed(job, accepted.seeds()));
                steps.add(new Step.Seeded(job));
            }
        }
        var allowance = seen.queue().terms().allowance();
        if (!allowance.equals(counts.allowance())) steps.add(new Step.Allow(job, allowance));
        if (stands(seen) && counts.state() == JobState.RUNNING) steps.addFirst(new Step.Suspend(job));
        if (!stands(seen) && counts.state() == JobState.SUSPENDED) steps.add(new Step.Resume(job));
        if (counts.seeded()) settle(seen, job, course, counts).ifPresent(steps::add);
        return List.copyOf(steps);
    }

    private static Optional<Step> settle(Observation seen, JobKey job, Course course, Snapshot counts) {
        if (asksForRetry(seen, course)) return Optional.of(redrive(seen, job, course));
        return left(counts) == 0 && counts.state() == JobState.RUNNING && !stands(seen)
                ? Optional.of(new Step.Finish(job))
                : Optional.empty();
    }

    private static boolean asksForRetry(Observation seen, Course course) {
        var status = seen.job().getStatus();
        return status != null
                && !course.isFirst()
                && !course.isNewRun()
                && Tokens.isNew(seen.job().getSpec().retryFailed(), status.lastHandledRetryFailed());
    }

    private static Step redrive(Observation seen, JobKey job, Course course) {
        var token = seen.job().getSpec().retryFailed();
        return new Step.Redrive(job, Tokens.failureClass(token).orElse(null), token, course.run());
    }

    private static Optional<Instant> expiry(Observation seen) {
        var status = seen.job().getStatus();
        var seconds = seen.job().getSpec().ttlSecondsAfterFinished();
        if (status == null || status.completionTime() == null || seconds == null || seconds < 0) {
            return Optional.empty();
        }
        return Optional.of(status.completionTime().plusSeconds(seconds));
    }

    private static boolean isDue(Optional<Instant> time, Observation seen) {
        return time.isPresent() && !time.get().isAfter(seen.now());
    }
}
