package io.crawljob.operator;

import io.crawljob.queue.Allowance;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import io.crawljob.queue.Snapshot.HeldHost;
import io.crawljob.queue.Snapshot.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the snapshot of a job for tests; {@code discovered} is always the sum. */
public final class Counts {

    private JobState state = JobState.RUNNING;
    private String epoch = "e1";
    private long generation = 1;
    private int run = 1;
    private boolean seeded = true;
    private long waiting;
    private long delayed;
    private long leased;
    private long done;
    private long failed;
    private long excluded;
    private long retries;
    private boolean storeFull;
    private Instant readAt = Given.NOW;
    private @Nullable Instant nextDue;
    private final List<HeldHost> hosts = new ArrayList<>();
    private final List<Tally> failures = new ArrayList<>();
    private final List<Tally> retried = new ArrayList<>();
    private final List<Tally> exclusions = new ArrayList<>();
    private final List<Tally> skips = new ArrayList<>();

    private Allowance allowance = Allowance.DEFAULT;
    private @Nullable Complaint complaint;

    private Counts() {}

    public static Counts running() {
        return new Counts();
    }

    public Counts state(JobState value) {
        state = value;
        return this;
    }

    public Counts epoch(String value) {
        epoch = value;
        return this;
    }

    public Counts generation(long value) {
        generation = value;
        return this;
    }

    public Counts run(int value) {
        run = value;
        return this;
    }

    public Counts notSeeded() {
        seeded = false;
        return this;
    }

    public Counts waiting(long value) {
        waiting = value;
        return this;
    }

    public Counts delayed(long value, Instant next) {
        delayed = value;
        nextDue = next;
        return this;
    }

    public Counts leased(long value) {
        leased = value;
        return this;
    }

    public Counts done(long value) {
        done = value;
        return this;
    }

    public Counts failed(long value) {
        failed = value;
        return this;
    }

    public Counts excluded(long value) {
        excluded = value;
        return this;
    }

    public Counts retries(long value) {
        retries = value;
        return this;
    }

    public Counts storeFull() {
        storeFull = true;
        return this;
    }

    public Counts readAt(Instant value) {
        readAt = value;
        return this;
    }

    public Counts host(String name, long pages, @Nullable Instant next, String reason) {
        hosts.add(new HeldHost(name, pages, 0, next, reason));
        return this;
    }

    /** With nothing but pages that wait for another try. */
    public Counts rests(String name, long pages, Instant next) {
        hosts.add(new HeldHost(name, 0, pages, next, "Unreachable"));
        return delayed(pages, next);
    }

    public Counts failure(String name, long count, String url, String message) {
        failures.add(new Tally(name, count, url, message));
        return this;
    }

    public Counts allowance(Allowance value) {
        allowance = value;
        return this;
    }

    public Counts complaint(Complaint.Kind kind, String why) {
        complaint = new Complaint(kind, why);
        return this;
    }

    public Counts retried(String name, String url, String message) {
        retried.add(new Tally(name, 1, url, message));
        return this;
    }

    public Counts exclusion(String name, long count, String url) {
        exclusions.add(new Tally(name, count, url, ""));
        return this;
    }

    public Counts skip(String name, long count, String url) {
        skips.add(new Tally(name, count, url, ""));
        return this;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                new JobKey("research", "uid-1"),
                readAt,
                state,
                epoch,
                generation,
                run,
                seeded,
                waiting + delayed + leased + done + failed + excluded,
                waiting,
                delayed,
                leased,
                done,
                failed,
                excluded,
                retries,
                skips.stream().mapToLong(Tally::count).sum(),
                done * 1_000,
                0,
                waiting,
                done,
                done * 500,
                storeFull,
                nextDue,
                hosts,
                failures,
                retried,
                exclusions,
                skips,
                allowance,
                complaint);
    }
}
