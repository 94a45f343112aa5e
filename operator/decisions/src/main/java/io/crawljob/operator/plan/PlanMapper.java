package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.CrawlJob;

/** Makes a job's plan, or says all that is wrong with its spec. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class PlanMapper {

    /** Problems and warnings that are told at the most; one more line counts the rest. */
    public static final int MAX_PROBLEMS = 20;

    private PlanMapper() {}

    public static Validated map(CrawlJob job, PlanSettings settings, References references) {
        throw new UnsupportedOperationException("not there yet: " + job + settings + references);
    }
}
