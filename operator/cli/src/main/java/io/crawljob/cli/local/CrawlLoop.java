package io.crawljob.cli.local;

import io.crawljob.cli.Exit;
import io.crawljob.cli.Stop;
import io.crawljob.cli.progress.Display;
import io.crawljob.cli.progress.Ending;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.plan.Validated;
import io.crawljob.operator.status.StatusProjector;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator's loop with the cluster taken away: observe, decide, carry out, project, again and again until the job is finished. One thread.
 */
final class CrawlLoop {

    private static final Duration TICK = Duration.ofMillis(250);
    /** Of the run's own server: it is a process beside this one, and does not come back. */
    private static final Duration AWAY = Duration.ofSeconds(60);

    private final Parts parts;
    private final RunFolder folder;
    private final Validated.Accepted plan;
    private final LocalQueue queue;
    private final StepRunner steps;
    private final List<Step> done = new ArrayList<>();
    private Pace pace = Pace.unknown();
    private @Nullable String full;
    private Instant lastRead;

    record Parts(Jobs jobs, Records records, LocalWorkers workers, LocalScale scale, Display display, Clock clock) {}

    CrawlLoop(Parts parts, RunFolder folder, Validated.Accepted plan, LocalQueue queue) {
        this.parts = parts;
        this.folder = folder;
        this.plan = plan;
        this.queue = queue;
        this.steps = new StepRunner(parts.jobs());
        this.lastRead = parts.clock().instant();
    }

    Exit run(CrawlJob job, Stop stop) throws IOException, InterruptedException {
        do {
            var seen = act(job);
            work(seen);
            project(seen);
            parts.display().show(job);
            if (Ending.isFinished(job)) return finish(job, seen);
            if (standsStill(seen)) return pause(job, "is suspended; take that back in the manifest and run again");
        } while (!stop.isWishedWithin(TICK));
        return pause(job, "is interrupted; the same command goes on where it was");
    }

    /** Decides and acts until there is nothing more to do, or the same answer comes twice: what it asks for cannot be had now. */
    private Observation act(CrawlJob job) throws IOException {
        var seen = observe(job);
        List<Step> before = List.of();
        for (var next = NextSteps.decide(seen);
                !next.isEmpty() && !next.equals(before);
                next = NextSteps.decide(seen)) {
            beginRecords(seen, next);
            var ran = steps.carryOut(next);
            done.addAll(ran.done());
            full = ran.full();
            before = next;
            seen = observe(job);
        }
        return seen;
    }

    /** Where the queue is to get keys that it has not, or other ones than it has. A plan that is only brought up to date goes on with the same records. */
    private void beginRecords(Observation seen, List<Step> next) throws IOException {
        var anew = seen.reading() instanceof Reading.NoKeys || next.stream().anyMatch(Step.Purge.class::isInstance);
        for (var step : next) {
            if (anew && step instanceof Step.Open(Plan plan)) parts.records().begin(plan.run());
        }
    }

    private Observation observe(CrawlJob job) throws IOException {
        var now = parts.clock().instant();
        var view = new QueueView(
                job.getSpec().queueName(),
                queue.suspended(),
                new Turn.Runs(),
                WorkersView.local(parts.workers().size()),
                full,
                queue.terms());
        return new Observation(job, plan, view, read(now), pace, now);
    }

    private Reading read(Instant now) throws IOException {
        try {
            var snapshot = parts.jobs().snapshots(List.of(plan.plan().job())).getFirst();
            lastRead = now;
            if (snapshot.isEmpty()) return new Reading.NoKeys(now);
            pace = pace.with(snapshot.get());
            return new Reading.Counted(snapshot.get());
        } catch (QueueUnavailableException e) {
            if (lastRead.plus(AWAY).isBefore(now)) {
                throw new IOException(
                        "Redis has not answered for %d s: %s".formatted(AWAY.toSeconds(), e.getMessage()), e);
            }
            return new Reading.Unread(String.valueOf(e.getMessage()));
        }
    }

    private void work(Observation seen) {
        switch (seen.reading()) {
            case Reading.Counted(var snapshot) -> {
                parts.workers().resize(queue.suspended() ? 0 : parts.scale().decide(snapshot, seen.now()));
                drain();
            }
            case Reading.NoKeys _, Reading.Unread _ -> {}
        }
    }

    private boolean drain() {
        try {
            return parts.records().drain();
        } catch (QueueUnavailableException e) {
            // The next reading says so; what was not acknowledged comes again.
            return false;
        }
    }

    private void project(Observation seen) throws IOException {
        var job = seen.job();
        var projection = StatusProjector.project(seen, done);
        done.clear();
        var status = OwnResults.in(projection.status(), parts.records());
        var differs = StatusProjector.differs(job.getStatus(), status);
        job.setStatus(status);
        if (differs) folder.write(job);
        projection
                .events()
                .forEach(event ->
                        parts.display().say((event.warning() ? "! " : "") + event.reason() + ": " + event.message()));
    }

    private Exit finish(CrawlJob job, Observation seen) throws IOException {
        while (!parts.records().drain()) {
            parts.display().show(job);
        }
        project(seen);
        folder.write(job);
        parts.display().end();
        Summary.lines(job, folder, parts.records().count()).forEach(parts.display()::say);
        return Ending.exit(job);
    }

    private boolean standsStill(Observation seen) {
        return switch (seen.reading()) {
            case Reading.Counted(var snapshot) ->
                snapshot.leased() == 0 && (queue.suspended() || Ending.isSuspended(seen.job()));
            case Reading.NoKeys _, Reading.Unread _ -> false;
        };
    }

    private Exit pause(CrawlJob job, String why) throws IOException {
        parts.display()
                .say("%s %s; putting back what is in hand ..."
                        .formatted(job.getMetadata().getName(), why));
        parts.workers().close();
        drain();
        project(observe(job));
        folder.write(job);
        parts.display().end();
        Summary.lines(job, folder, parts.records().count()).forEach(parts.display()::say);
        return Exit.INTERRUPTED;
    }
}
