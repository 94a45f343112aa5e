package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Plan;
import java.util.List;

/** A spec, judged. */
public sealed interface Validated {

    /**
     * It can be crawled.
     *
     * @param plan for run 1; see {@link Accepted#run}
     * @param seeds each once, canonical
     * @param warnings what was left out of the seeds and why: in words, at most {@link PlanMapper#MAX_PROBLEMS}
     */
    record Accepted(Plan plan, List<NewItem> seeds, List<String> warnings) implements Validated {
        public Accepted {
            seeds = List.copyOf(seeds);
            warnings = List.copyOf(warnings);
        }

        /** The same plan for another run. */
        public Plan run(int run) {
            return new Plan(
                    plan.version(),
                    plan.job(),
                    plan.name(),
                    plan.queue(),
                    plan.generation(),
                    run,
                    plan.priority(),
                    plan.scope(),
                    plan.limits(),
                    plan.fetch(),
                    plan.politeness(),
                    plan.retry(),
                    plan.extract(),
                    plan.store());
        }
    }

    /**
     * It cannot.
     *
     * @param reason of the problem that has to be mended first
     * @param problems all of them, at most {@link PlanMapper#MAX_PROBLEMS}
     */
    record Rejected(Reason reason, List<Problem> problems) implements Validated {
        public Rejected {
            problems = List.copyOf(problems);
        }

        /** All problems in one line. */
        public String message() {
            return String.join("; ", problems.stream().map(Problem::toString).toList());
        }
    }

    /**
     * @param field its path, such as {@code spec.limits.maxPages}
     * @param text the limit, the value, and what to do
     */
    record Problem(Reason reason, String field, String text) {
        @Override
        public String toString() {
            return field + ": " + text;
        }
    }
}
