package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.Source;
import io.crawljob.engine.scope.Decision;
import io.crawljob.engine.scope.Scope;
import io.crawljob.engine.scope.ScopeRules;
import io.crawljob.engine.scope.Within;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a crawl goes, and whether its seeds lie within that. */
final class Scopes {

    private Scopes() {}

    static Plan.Scope of(CrawlJobSpec spec, Seeds seeds) {
        var urls = seeds.urls().stream().map(seed -> seed.url().toString()).toList();
        var site = spec.source() == null ? null : spec.source().site();
        if (site == null) {
            return new Plan.Scope(urls, false, Plan.Within.PAGE, Plan.Sitemaps.IGNORE, List.of(), spec.exclude(), 0);
        }
        return new Plan.Scope(
                urls,
                // With sitemaps alone, their pages are the crawl; what those link to is not.
                site.sitemaps() != Source.Sitemaps.ONLY,
                Plan.Within.valueOf(site.within().name()),
                Plan.Sitemaps.valueOf(site.sitemaps().name()),
                site.include(),
                spec.exclude(),
                site.maxDepth());
    }

    /** @param inside in the order of the spec */
    record Checked(List<CanonicalUrl> inside, List<String> warnings, Optional<Validated.Rejected> rejection) {}

    /** A seed that the job's own rules leave out is told, and not crawled; if they leave out all of them, nothing would be crawled. */
    static Checked keepInside(Plan.Scope scope, Seeds seeds) {
        var rules = new Scope(new ScopeRules(
                seeds.urls().stream().map(Seeds.Seed::url).toList(),
                scope.followLinks(),
                Within.valueOf(scope.within().name()),
                scope.include(),
                scope.exclude(),
                scope.maxDepth()));
        var inside = new ArrayList<CanonicalUrl>();
        var warnings = new Warnings();
        for (var seed : seeds.urls()) {
            switch (rules.decide(seed.url(), 0)) {
                case Decision.In in -> inside.add(seed.url());
                case Decision.Out(var rule) ->
                    warnings.add("%s is %s, which the job's own rules leave out (%s)"
                            .formatted(seed.field(), Problems.quoted(seed.url().toString()), rule.word()));
            }
        }
        if (!inside.isEmpty()) return new Checked(inside, warnings.told(), Optional.empty());
        var problems = new Problems();
        problems.invalid(
                "spec.source", "has no seed within the job's own rules: " + String.join("; ", warnings.told()));
        return new Checked(List.of(), List.of(), problems.rejection());
    }
}
