package io.crawljob.operator.lifecycle;

import static io.crawljob.operator.lifecycle.Course.Turning.*;

import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJobSpec.OnQueueLost;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands between its spec, its status and its queue: what both its next steps and its status follow from. Pure, and made anew each time.
 *
 * <p>A run is what ties the three together. The status says which run was seen last, the queue which one it holds; the queue may be ahead by one, when
 * whoever opened it died before it could say so, and never behind: keys of an earlier run, of another epoch, or none at all for a run that was opened, are
 * lost.
 *
 * @param run the one to work on, from 1
 * @param known the one in the status; 0 before the first
 * @param turning why {@code run} is not the known one
 * @param lost whether Redis has lost this job
 * @param snapshot of {@code run}; null when there is none (yet, or now)
 * @param ended whether the status says that {@code run} is over: nothing changes any more
 */
public record Course(
        int run,
        int known,
        Turning turning,
        boolean lost,
        @Nullable Snapshot snapshot,
        boolean ended) {

    /** What begins a run. */
    public enum Turning {
        /** Nothing new: the run goes on, or is the first. */
        NONE,
        /** A new value in {@code rerun}: from the seeds. */
        RERUN,
        /** A new value in {@code retryFailed} after the end: from the dead letters. */
        RETRY,
        /** Redis lost the job, and it starts over from the seeds. */
        START_OVER
    }

    public static Course of(Observation seen) {
        var status = seen.job().getStatus();
        var counted = counted(seen.reading());
        if (status == null || status.run() == null) {
            return new Course(counted.map(Snapshot::run).orElse(1), 0, NONE, false, counted.orElse(null), false);
        }
        int known = status.run();
        var over = isOver(status);
        var lost = !over && isLost(status, known, seen.reading());
        var turning = turning(seen, status, over, lost);
        // The queue is ahead when whoever began the run could not write it down any more.
        var run = Math.max(
                turning == NONE ? known : known + 1, counted.map(Snapshot::run).orElse(0));
        var snapshot = counted.filter(it -> it.run() == run && !lost).orElse(null);
        return new Course(run, known, turning, lost && turning != RERUN, snapshot, over && run == known);
    }

    public boolean isFirst() {
        return known == 0;
    }

    /** Whether this run is not the one that the status speaks of; what that says of counters and times is another run's. */
    public boolean isNewRun() {
        return run != known;
    }

    /** Whether the run's plan is stored in the queue, as far as is known. */
    public boolean isOpened(@Nullable CrawlJobStatus status) {
        return snapshot != null || (status != null && !isNewRun() && status.epoch() != null);
    }

    boolean runs(JobState state) {
        return snapshot != null && snapshot.state() == state;
    }

    /** Whether a status says that its run is over. */
    static boolean isOver(CrawlJobStatus status) {
        return Conditions.isTrue(status.conditions(), ConditionType.COMPLETE)
                || Conditions.isTrue(status.conditions(), ConditionType.FAILED);
    }

    private static Turning turning(Observation seen, CrawlJobStatus status, boolean over, boolean lost) {
        var spec = seen.job().getSpec();
        if (spec.cancel()) return NONE;
        if (Tokens.isNew(spec.rerun(), status.lastHandledRerun())) return RERUN;
        if (lost) return spec.onQueueLost() == OnQueueLost.START_OVER ? START_OVER : NONE;
        var retries = over && Tokens.isNew(spec.retryFailed(), status.lastHandledRetryFailed());
        return retries && closed(seen.reading()) ? RETRY : NONE;
    }

    /** Only a run that was worked off can be taken up again: one that was stopped has thrown away what waited. */
    private static boolean closed(Reading reading) {
        return counted(reading)
                .filter(it -> List.of(JobState.FINISHED, JobState.RUNNING, JobState.SUSPENDED)
                        .contains(it.state()))
                .isPresent();
    }

    private static boolean isLost(CrawlJobStatus status, int known, Reading reading) {
        if (status.epoch() == null) return false;
        return switch (reading) {
            case Reading.NoKeys none -> true;
            case Reading.Unread unread -> false;
            case Reading.Counted(var it) ->
                it.state() == JobState.GONE
                        || it.state() == JobState.DRAINING
                        || it.run() < known
                        || (it.run() == known && !it.epoch().equals(status.epoch()));
        };
    }

    static Optional<Snapshot> counted(Reading reading) {
        return reading instanceof Reading.Counted(var snapshot) && snapshot.state() != JobState.GONE
                ? Optional.of(snapshot)
                : Optional.empty();
    }
}
