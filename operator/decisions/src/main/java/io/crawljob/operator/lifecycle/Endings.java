package io.crawljob.operator.lifecycle;

import static io.crawljob.operator.lifecycle.Ending.How.*;

import io.crawljob.crds.v1alpha1.CrawlJobSpec.OnQueueLost;
import io.crawljob.operator.lifecycle.Ending.How;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a run is over, and how. Pure. */
public final class Endings {

    /** Before so many pages are tried, a percentage says nothing, except at the end. */
    static final int JUDGED_FROM = 100;

    private Endings() {}

    /** Empty while the run goes on, and for one whose end stands in the status already. */
    public static Optional<Ending> of(Observation seen, Course course) {
        if (course.ended()) return Optional.empty();
        // What the queue has closed is over, whatever is asked of it afterwards.
        if (course.runs(JobState.FINISHED)) return Optional.of(new Ending(closed(seen, course.snapshot()), true));
        return stop(seen, course).map(how -> new Ending(how, hasStopped(seen, course)));
    }

    private static Optional<How> stop(Observation seen, Course course) {
        var spec = seen.job().getSpec();
        if (spec.cancel()) return Optional.of(CANCELLED);
        if (course.lost()) return spec.onQueueLost() == OnQueueLost.FAIL ? Optional.of(QUEUE_LOST) : Optional.empty();
        if (course.snapshot() == null) return Optional.empty();
        var deadline = ActiveTime.deadline(seen, course);
        if (deadline.isPresent() && !deadline.get().isAfter(seen.now())) return Optional.of(DEADLINE_EXCEEDED);
        var tried = course.snapshot().done() + course.snapshot().failed();
        if (tried >= JUDGED_FROM && failsTooMuch(seen, course.snapshot())) return Optional.of(TOO_MANY_FAILURES);
        return course.runs(JobState.CANCELLED) ? Optional.of(CANCELLED) : Optional.empty();
    }

    private static boolean hasStopped(Observation seen, Course course) {
        var counts = course.snapshot();
        // A cancel that broke off half-way has left something: it is asked for again.
        if (counts != null) return course.runs(JobState.CANCELLED) && NextSteps.left(counts) == 0;
        return switch (seen.reading()) {
            case Reading.NoKeys none -> true;
            case Reading.Unread unread -> false;
            // Of another run or epoch: nothing of it may go on either.
            case Reading.Counted(var other) ->
                other.state() == JobState.CANCELLED || other.state() == JobState.FINISHED;
        };
    }

    private static How closed(Observation seen, @Nullable Snapshot counts) {
        if (counts == null || counts.done() == 0) return NOTHING_FETCHED;
        if (failsTooMuch(seen, counts)) return TOO_MANY_FAILURES;
        return counts.failed() == 0 ? SUCCEEDED : SUCCEEDED_WITH_FAILURES;
    }

    /** Of the pages that were tried to their end; what a rule left out was not. */
    private static boolean failsTooMuch(Observation seen, Snapshot counts) {
        var percent = seen.job().getSpec().failure().maxFailedPercent();
        return counts.failed() * 100 > percent * (counts.done() + counts.failed());
    }
}
