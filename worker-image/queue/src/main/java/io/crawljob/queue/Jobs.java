package io.crawljob.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs' lives, as the operator (or a local run) sees them. Each call is safe to repeat, and safe when it comes late. Thread-safe; throws
 * {@link QueueUnavailableException} when Redis does not answer.
 */
public interface Jobs {

    /** Items of one call of {@link #seed} at the most. */
    int MAX_SEEDS = 256;

    enum Opened {
        /** New keys. */
        CREATED,
        /** A newer generation of a job that is there: holds for what is not leased yet. */
        UPDATED,
        /** The same generation again: no effect. */
        UNCHANGED,
        /** A generation or run older than the stored one: no effect. */
        STALE,
        /** Keys of an earlier run, or of one that is being taken apart, are still there: no effect, {@link #purge} first. */
        OCCUPIED
    }

    /**
     * Creates a job's keys or brings its plan up to date. A higher {@code run} is only taken after {@link #purge} has removed the one before.
     *
     * @throws QueueFullException when Redis is above its memory limit
     */
    Opened open(Plan plan);

    /** Admits seeds; idempotent. At most {@link #MAX_SEEDS} a call. */
    Discovery seed(JobKey job, List<NewItem> seeds);

    /** All seeds are in: from now on the job can finish. */
    void seeded(JobKey job);

    /** Says what all jobs of a queue together may do; workers hear of it with their next {@link Frontier#pick}. The version is given here. */
    void limit(QueueKey queue, QueueLimits limits);

    /** Says what a job may hold. What it holds beyond that goes, the oldest first; of waiting items nothing does. */
    void allow(JobKey job, Allowance allowance);

    void suspend(JobKey job);

    void resume(JobKey job);

    /** Stops the job for good: waiting and delayed items become excluded ({@code Cancelled}), leased ones are lost to their workers. */
    void cancel(JobKey job);

    sealed interface Finish {
        /** Closed now or before. */
        record Closed() implements Finish {}

        /** Something waits, is delayed or leased, or the seeds are not all in. */
        record NotYet(String why) implements Finish {}

        record Gone() implements Finish {}
    }

    /** The only way to the end: checks that nothing is left and closes the job, in one step. */
    Finish finish(JobKey job);

    /**
     * Puts dead letters back as waiting, their tries forgotten. Permanent failures only when their class is named. Returns how many.
     *
     * @param run of a finished job from now on, if that gets some and so runs again; without effect on one that goes on
     */
    default long redrive(JobKey job, @Nullable String failureClass, int run) {
        return redriveOnly(job, new Selection(failureClass, null, null), run);
    }

    /** As {@link #redrive(JobKey, String, int)}, for those dead letters alone that it fits; a permanent one also when its lane or itself is named. */
    long redriveOnly(JobKey job, Selection selection, int run);

    /** Dead letters by what is given of them; null fits all. */
    record Selection(
            @Nullable String failureClass,
            @Nullable String lane,
            @Nullable Long id) {}

    /** Dead letters that are kept, the oldest first: as many as {@link Allowance} says, for 30 days. */
    List<DeadLetter> deadLetters(JobKey job, int from, int count);

    /** @param permanent redriven only when it is named */
    record DeadLetter(
            long id,
            String lane,
            String failureClass,
            boolean permanent,
            int attempts,
            int crashes,
            Instant died,
            String payload) {}

    /** Gives back at once what a dead worker held; a mistake is harmless, by the lease number. Returns how many items. */
    long reap(QueueKey queue, String worker);

    /**
     * Counts the job's items where they are, in one step.
     *
     * @param mend what does not agree: counters, lanes that nobody would ask, items in no place or in two
     * @throws IllegalArgumentException when the job has no keys
     */
    Audit audit(JobKey job, boolean mend);

    /** Removes a job's keys and its members in shared keys, a bounded chunk a call. True when nothing is left. */
    boolean purge(JobKey job);

    /** Every job that has keys, for the sweep. */
    List<JobKey> registered();

    /** One reading of each job, in one pipelined call; empty for a job without keys. */
    List<Optional<Snapshot>> snapshots(List<JobKey> jobs);

    /** Records in the result store after {@code afterId} ("0" for the first), in order. */
    List<Entry> results(JobKey job, String afterId, int count);

    /** Removes records that their reader has safely written. Returns how many. */
    long acknowledge(JobKey job, List<String> ids);

    /** Appends an event; the id that it got. */
    String emit(JobKey job, String type, String json);

    /** Events after {@code afterId} ("0" for the first), in order. Whether some before them are gone: {@link #eventsCut}. */
    List<Entry> events(JobKey job, String afterId, int count);

    /**
     * Whether a reader who has come to {@code afterId} is to begin anew from what is kept: events after it went before they were read, or the server does not
     * know it any more, since it has lost its last moments or the whole job.
     */
    boolean eventsCut(JobKey job, String afterId);

    /** @param id increases from entry to entry */
    record Entry(String id, String json) {}
}
