package io.crawljob.worker.job;

import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.field.FieldRule;
import io.crawljob.engine.field.FieldType;
import io.crawljob.engine.page.Extraction;
import io.crawljob.engine.page.PageReader;
import io.crawljob.engine.scope.Scope;
import io.crawljob.engine.scope.ScopeRules;
import io.crawljob.engine.scope.Within;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plan.Sitemaps;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One generation of a job's plan, with what is made of it once. Immutable.
 *
 * @param origins of the seeds
 */
public record JobPlan(Plan plan, Scope scope, PageReader reader, Set<String> origins) {

    /** @throws IllegalArgumentException if the plan holds a seed or pattern that cannot be read: the mapper let through what it should not have */
    static JobPlan of(Plan plan, ParseBudget budget) {
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
        return new JobPlan(
                plan,
                new Scope(rules),
                new PageReader(plan.fetch().userAgent(), extraction(plan.extract()), budget),
                seeds.stream().map(CanonicalUrl::origin).collect(Collectors.toUnmodifiableSet()));
    }

    private static Extraction extraction(Plan.Extract extract) {
        var fields = extract.fields().stream()
                .map(field -> new FieldRule(
                        field.name(),
                        FieldRule.selector(field.selector()),
                        field.attribute(),
                        type(field.type()),
                        field.list(),
                        field.required()))
                .toList();
        return new Extraction(extract.metadata(), extract.article(), extract.product(), extract.links(), fields);
    }

    private static FieldType type(Plan.FieldType type) {
        return switch (type) {
            case STRING -> FieldType.STRING;
            case NUMBER -> FieldType.NUMBER;
            case BOOLEAN -> FieldType.BOOLEAN;
            case DATE -> FieldType.DATE;
            case URL -> FieldType.URL;
        };
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
