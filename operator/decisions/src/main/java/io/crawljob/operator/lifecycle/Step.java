package io.crawljob.operator.lifecycle;

import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do for a job. Each is safe to repeat, and is carried out in the order of its list; when one fails, the rest is left and decided anew.
 */
public sealed interface Step {

    /** Remove the job's keys, chunk by chunk until nothing is left: a new run begins without the one before. */
    record Purge(JobKey job) implements Step {}

    /** {@code Jobs.open}. */
    record Open(Plan plan) implements Step {}

    /** {@code Jobs.allow}. */
    record Allow(JobKey job, Allowance allowance) implements Step {}

    /** {@code Jobs.suspend}. */
    record Suspend(JobKey job) implements Step {}

    /** {@code Jobs.resume}. */
    record Resume(JobKey job) implements Step {}

    /** {@code Jobs.seed}, in parts of at most {@code Jobs.MAX_SEEDS}. */
    record Seed(JobKey job, List<NewItem> seeds) implements Step {
        public Seed {
            seeds = List.copyOf(seeds);
        }
    }

    /** {@code Jobs.seeded}, only after the whole of {@link Seed} went in. */
    record Seeded(JobKey job) implements Step {}

    /** {@code Jobs.cancel}: by the user, at the deadline, or over the failure budget. */
    record Cancel(JobKey job) implements Step {}

    /**
     * {@code Jobs.redrive}. In a run that goes on, it may come a second time after a crash before the status was written; of a run that is over, the
     * dead letters are the next run, which begins once.
     *
     * @param failureClass null: all that are not permanent
     * @param token of {@code spec.retryFailed}, which counts as handled afterwards
     * @param run the job's run afterwards
     */
    record Redrive(JobKey job, @Nullable String failureClass, String token, int run) implements Step {}

    /** {@code Jobs.finish}; "not yet" is a fine answer. */
    record Finish(JobKey job) implements Step {}

    /** Delete the resource: its time after the end is over. A local run, which has none, leaves it. */
    record DeleteResource() implements Step {}
}
