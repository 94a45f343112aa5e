package io.crawljob.cli.local;

import io.crawljob.operator.lifecycle.Step;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided, on the queue. */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final Jobs jobs;
    private final Consumer<Step.Open> beforeOpening;

    /** @param beforeOpening is told of each plan before the queue gets it */
    StepRunner(Jobs jobs, Consumer<Step.Open> beforeOpening) {
        this.jobs = jobs;
        this.beforeOpening = beforeOpening;
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
                if (carryOut(step)) done.add(step);
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

    private boolean carryOut(Step step) {
        switch (step) {
            case Step.Purge purge -> purge(purge);
            case Step.Open open -> {
                beforeOpening.accept(open);
                jobs.open(open.plan());
            }
            case Step.Suspend suspend -> jobs.suspend(suspend.job());
            case Step.Resume resume -> jobs.resume(resume.job());
            case Step.Seed seed -> seed(seed);
            case Step.Seeded seeded -> jobs.seeded(seeded.job());
            case Step.Cancel cancel -> jobs.cancel(cancel.job());
            case Step.Redrive redrive -> jobs.redrive(redrive.job(), redrive.failureClass(), redrive.run());
            case Step.Finish finish -> {
                return jobs.finish(finish.job()) instanceof Jobs.Finish.Closed;
            }
            case Step.DeleteResource _ -> {
                return false; // there is no resource here, and the folder is the person's own
            }
        }
        return true;
    }

    private void purge(Step.Purge purge) {
        while (!jobs.purge(purge.job())) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted while purging");
        }
    }

    private void seed(Step.Seed seed) {
        var seeds = seed.seeds();
        for (var from = 0; from < seeds.size(); from += Jobs.MAX_SEEDS) {
            jobs.seed(seed.job(), seeds.subList(from, Math.min(seeds.size(), from + Jobs.MAX_SEEDS)));
        }
    }
}
