package io.crawljob.cli.local;

import io.crawljob.operator.lifecycle.Step;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided, on the queue. */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final Jobs jobs;

    StepRunner(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * What came of a list of steps.
     *
     * @param done those that were carried out in full, up to the first that failed
     * @param full what Redis said when it refused to grow; null when it took all
     */
    record Ran(List<Step> done, @Nullable String full) {
        Ran {
            done = List.copyOf(done);
        }
    }

    Ran carryOut(List<Step> steps) {
        var done = new ArrayList<Step>();
        try {
            for (var step : steps) {
                if (!carryOut(step)) break;
                done.add(step);
            }
            return new Ran(done, null);
        } catch (QueueFullException e) {
            return new Ran(done, e.getMessage());
        } catch (QueueUnavailableException e) {
            // The next reading says so, and what was left is decided anew.
            LOG.debug("left {} of {} steps", steps.size() - done.size(), steps.size(), e);
            return new Ran(done, null);
        }
    }

    /** Whether it was carried out in full; if not, the rest of the list is to be decided anew. */
    private boolean carryOut(Step step) {
        return switch (step) {
            case Step.Purge(JobKey job) -> purge(job);
            case Step.Open(Plan plan) -> open(plan);
            case Step.Allow(JobKey job, Allowance allowance) -> done(() -> jobs.allow(job, allowance));
            case Step.Suspend(JobKey job) -> done(() -> jobs.suspend(job));
            case Step.Resume(JobKey job) -> done(() -> jobs.resume(job));
            case Step.Seed(JobKey job, List<NewItem> seeds) -> seed(job, seeds);
            case Step.Seeded(JobKey job) -> done(() -> jobs.seeded(job));
            case Step.Cancel(JobKey job) -> done(() -> jobs.cancel(job));
            case Step.Redrive it -> done(() -> jobs.redrive(it.job(), it.failureClass(), it.run()));
            case Step.Finish(JobKey job) -> jobs.finish(job) instanceof Jobs.Finish.Closed;
            // There is no resource here, and the folder is the person's own.
            case Step.DeleteResource _ -> false;
        };
    }

    private boolean open(Plan plan) {
        return switch (jobs.open(plan)) {
            case CREATED, UPDATED, UNCHANGED -> true;
            case STALE, OCCUPIED -> false;
        };
    }

    private boolean purge(JobKey job) {
        while (!jobs.purge(job)) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted while purging");
        }
        return true;
    }

    private boolean seed(JobKey job, List<NewItem> seeds) {
        for (var from = 0; from < seeds.size(); from += Jobs.MAX_SEEDS) {
            jobs.seed(job, seeds.subList(from, Math.min(seeds.size(), from + Jobs.MAX_SEEDS)));
        }
        return true;
    }

    private static boolean done(Runnable step) {
        step.run();
        return true;
    }
}
