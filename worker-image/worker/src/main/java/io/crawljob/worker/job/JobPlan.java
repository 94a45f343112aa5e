package io.crawljob.worker.job;

import io.crawljob.engine.page.PageReader;
import io.crawljob.engine.scope.Scope;
import io.crawljob.engine.scope.ScopeRules;
import io.crawljob.engine.scope.Within;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plan.Sitemaps;
import java.time.Duration;

/** One generation of a job's plan, with what is made of it once. Immutable. */
public record JobPlan(Plan plan, Scope scope, PageReader reader) {

    /** @throws IllegalArgumentException if the plan holds a seed or pattern that cannot be read: the mapper let through what it should not have */
    static JobPlan of(Plan plan) {
        var scope = plan.scope();
        var seeds = scope.seeds().stream()
                .map(seed -> CanonicalUrl.parse(seed)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the plan of job %s has a seed that is no URL: %s".formatted(plan.job(), seed))))
                .toList();
        var rules = new ScopeRules(
                seeds,
                scope.followLinks() && scope.sitemaps() != Sitemaps.ONLY,
                within(scope.within()),
                scope.include(),
                scope.exclude(),
                scope.maxDepth());
        return new JobPlan(plan, new Scope(rules), new PageReader(plan.fetch().userAgent()));
    }

    private static Within within(Plan.Within within) {
        return switch (within) {
            case PAGE -> Within.PAGE;
            case PREFIX -> Within.PREFIX;
            case HOST -> Within.HOST;
            case DOMAIN -> Within.DOMAIN;
            case ANY -> Within.ANY;
        };
    }

    public boolean readsSitemaps() {
        return plan.scope().sitemaps() != Sitemaps.IGNORE;
    }

    public String userAgent() {
        return plan.fetch().userAgent();
    }

    public Duration timeout() {
        return Duration.ofSeconds(plan.fetch().timeoutSeconds());
    }
}
