package io.crawljob.operator.lifecycle;

import io.crawljob.queue.Allowance;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Snapshot;
import io.crawljob.queue.Snapshot.HeldHost;
import io.crawljob.queue.Snapshot.Tally;
import java.time.Instant;
import java.util.Random;

/** The queue's promises about one job, as small as they can be: states, runs, epochs and counts, with workers that do at random. */
final class SimulatedQueue {

    private static final String HOSTILE = "https://" + "ä\"\\\u0000".repeat(300) + ".example/";
    private static final String LONG = "x".repeat(1_000);

    private final Random random;
    private JobState state = JobState.GONE;
    private int epochs;
    private int run;
    private long generation;
    private boolean seeded;
    private long waiting;
    private long delayed;
    private long leased;
    private long done;
    private long failed;
    private long excluded;
    private long retries;
    private Allowance allowance = Allowance.DEFAULT;

    SimulatedQueue(Random random) {
        this.random = random;
    }

    void carryOut(Step step) {
        switch (step) {
            case Step.Purge purge -> state = JobState.GONE;
            case Step.Open(var plan) -> open(plan.run(), plan.generation());
            case Step.Allow allow -> allowance = allow.allowance();
            case Step.Suspend suspend -> move(JobState.RUNNING, JobState.SUSPENDED);
            case Step.Resume resume -> move(JobState.SUSPENDED, JobState.RUNNING);
            case Step.Seed seed -> seed(seed.seeds().size());
            case Step.Seeded now -> seeded = seeded || state != JobState.GONE;
            case Step.Cancel cancel -> cancel();
            case Step.Redrive redrive -> redrive(redrive.run());
            case Step.Finish finish -> finish();
            case Step.DeleteResource delete -> {}
        }
    }

    private void open(int newRun, long newGeneration) {
        if (state != JobState.GONE && newRun != run) return;
        if (state == JobState.GONE) {
            state = JobState.RUNNING;
            epochs++;
            allowance = Allowance.DEFAULT;
            run = newRun;
            seeded = false;
            waiting = delayed = leased = done = failed = excluded = retries = 0;
        }
        generation = Math.max(generation, newGeneration);
    }

    private void seed(int seeds) {
        if (state != JobState.GONE && waiting + delayed + leased + done + failed + excluded == 0) waiting = seeds;
    }

    private void cancel() {
        if (state != JobState.RUNNING && state != JobState.SUSPENDED) return;
        excluded += waiting + delayed + leased;
        waiting = delayed = leased = 0;
        state = JobState.CANCELLED;
    }

    private void redrive(int newRun) {
        if (state == JobState.GONE || state == JobState.CANCELLED || failed == 0) return;
        waiting += failed;
        failed = 0;
        if (state == JobState.FINISHED) {
            state = JobState.RUNNING;
            run = newRun;
        }
    }

    private void finish() {
        if (state == JobState.RUNNING && seeded && waiting + delayed + leased == 0) state = JobState.FINISHED;
    }

    private void move(JobState from, JobState to) {
        if (state == from) state = to;
    }

    boolean isFinished() {
        return state == JobState.FINISHED;
    }

    /** One moment of the workers' lives. */
    void work() {
        if (state == JobState.RUNNING && waiting > 0) {
            var taken = Math.min(waiting, 1 + random.nextInt(3));
            waiting -= taken;
            leased += taken;
        }
        for (var i = leased; i > 0 && random.nextInt(4) > 0; i--) {
            leased--;
            switch (random.nextInt(8)) {
                case 0 -> failed++;
                case 1 -> excluded++;
                case 2 -> {
                    delayed++;
                    retries++;
                }
                default -> {
                    done++;
                    if (done + waiting < 300) waiting += random.nextInt(3);
                }
            }
        }
        if (state == JobState.RUNNING && delayed > 0 && random.nextBoolean()) {
            delayed--;
            waiting++;
        }
    }

    void wipe() {
        state = JobState.GONE;
    }

    /** The last moments are lost: what was done has to be done again. */
    boolean loseTail() {
        if (state != JobState.RUNNING || done < 2) return false;
        done--;
        waiting++;
        return true;
    }

    Reading read(Instant now) {
        if (state == JobState.GONE) return new Reading.NoKeys(now);
        return new Reading.Counted(snapshot(now));
    }

    private Snapshot snapshot(Instant now) {
        var hosts = random.ints(random.nextInt(15), 0, 90)
                .mapToObj(s -> new HeldHost(
                        HOSTILE, 5, s % 4, s % 3 == 0 ? null : now.plusSeconds(s), s % 2 == 0 ? "RateLimited" : LONG))
                .toList();
        var tallies = random.ints(random.nextInt(15), 0, 9)
                .mapToObj(n -> new Tally(n + LONG, n, HOSTILE, HOSTILE))
                .toList();
        var discovered = waiting + delayed + leased + done + failed + excluded;
        return new Snapshot(
                new JobKey("research", "uid-1"),
                now,
                state,
                "e" + epochs,
                generation,
                run,
                seeded,
                discovered,
                waiting,
                delayed,
                leased,
                done,
                failed,
                excluded,
                retries,
                0,
                done,
                0,
                leased + 1,
                done,
                done,
                random.nextInt(20) == 0,
                delayed > 0 ? now.plusSeconds(random.nextInt(60)) : null,
                hosts,
                tallies,
                tallies,
                tallies,
                tallies,
                allowance,
                done % 9 == 4 ? new Complaint(Complaint.Kind.SECRET, HOSTILE) : null);
    }
}
