package io.crawljob.operator.progress;

import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Priority;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.util.Optional;

/** What is known of one job besides its resource. Thread-safe: the poller and the reconciler both write readings. */
public final class JobFile {

    /**
     * Where the job stands in its queue.
     *
     * @param contends it wants to run: accepted, neither suspended nor over
     * @param hasTurn it was told that it may
     * @param over complete or failed: nothing moves any more
     */
    public record Standing(
            QueueKey queue, Priority priority, Instant createdAt, boolean contends, boolean hasTurn, boolean over) {

        Standing turn(boolean granted) {
            return new Standing(queue, priority, createdAt, contends, granted, over);
        }
    }

    /** What of a reading is worth another look at the job when it changes. Hosts' times are not: they change all the time. */
    private record Gist(
            JobState state,
            String epoch,
            int run,
            long discovered,
            long settled,
            long inHand,
            long told,
            boolean full) {

        static final Gist NONE = new Gist(JobState.GONE, "", 0, 0, 0, 0, 0, false);
        static final Gist UNREAD = new Gist(JobState.GONE, "", 0, 0, 0, 0, -1, false);

        static Gist of(Reading reading) {
            return switch (reading) {
                case Reading.NoKeys none -> NONE;
                case Reading.Unread unread -> UNREAD;
                case Reading.Counted(Snapshot it) ->
                    new Gist(
                            it.state(),
                            it.epoch(),
                            it.run(),
                            it.discovered(),
                            it.done() * 31 + it.failed() * 17 + it.excluded(),
                            it.waiting() * 31 + it.leased(),
                            it.retries() * 31 + it.skippedLinks() * 17 + it.records(),
                            it.storeFull());
            };
        }
    }

    private final JobKey key;
    private final String name;
    // Guarded by this, all below.
    private Standing standing;
    private Reading reading = new Reading.Unread("it was not read yet");
    private Pace pace = Pace.unknown();
    private Gist considered = Gist.NONE;
    private boolean gone;

    JobFile(JobKey key, String name, Standing standing) {
        this.key = key;
        this.name = name;
        this.standing = standing;
    }

    public JobKey key() {
        return key;
    }

    public String name() {
        return name;
    }

    public synchronized Standing standing() {
        return standing;
    }

    synchronized void stand(Standing next) {
        standing = next;
    }

    synchronized void grant(boolean turn) {
        standing = standing.turn(turn);
    }

    /** @return whether it differs from what the reconciler has considered last */
    synchronized boolean read(Reading next) {
        reading = next;
        if (next instanceof Reading.Counted(Snapshot snapshot)) pace = pace.with(snapshot);
        return !Gist.of(next).equals(considered);
    }

    /** The reconciler's own reading, which it acts on now. */
    public synchronized void consider(Reading now) {
        read(now);
        considered = Gist.of(now);
    }

    public synchronized Pace pace() {
        return pace;
    }

    public synchronized Optional<Snapshot> snapshot() {
        return reading instanceof Reading.Counted(Snapshot snapshot) ? Optional.of(snapshot) : Optional.empty();
    }

    /** The resource is deleted: nothing may be opened for it any more. */
    public synchronized boolean gone() {
        return gone;
    }

    synchronized void close() {
        gone = true;
    }
}
