package io.crawljob.cli.cluster;

import com.google.re2j.Pattern;
import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressVerdict;
import io.crawljob.engine.scope.Decision;
import io.crawljob.engine.scope.Scope;
import io.crawljob.engine.scope.ScopeRules;
import io.crawljob.engine.scope.Within;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.engine.url.UrlReading;
import io.crawljob.queue.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rule decides about one URL of a job: the same rules, in the same order, as a worker's. Pure; it asks no site and no name server. */
final class Explanation {

    private final Plan.Scope plan;
    private final List<CanonicalUrl> seeds;

    private Explanation(Plan.Scope plan) {
        this.plan = plan;
        this.seeds = plan.seeds().stream()
                .flatMap(seed -> CanonicalUrl.parse(seed).stream())
                .toList();
    }

    /**
     * Lines for a person; the first begins with the rule's word, or with {@code In}.
     *
     * @param depth links from a seed, as the asker supposes
     */
    static List<String> of(Plan plan, String text, int depth) {
        return switch (UrlReading.read(null, text)) {
            case UrlReading.Invalid(var reason) -> List.of("Invalid: it is no URL of http or https: " + reason);
            case UrlReading.Refused(var _, var reason) -> List.of("Refused: no crawl may use it: " + reason);
            case UrlReading.Accepted(var _, var url) -> new Explanation(plan.scope()).of(plan, url, depth);
        };
    }

    private List<String> of(Plan job, CanonicalUrl url, int depth) {
        var lines = new ArrayList<String>();
        var scope = new Scope(new ScopeRules(
                seeds,
                plan.followLinks(),
                Within.valueOf(plan.within().name()),
                plan.include(),
                plan.exclude(),
                plan.maxDepth()));
        var seed = seeds.contains(url);
        switch (scope.decide(url, seed ? 0 : depth)) {
            case Decision.Out(var rule) -> lines.add("%s: %s".formatted(rule.word(), why(rule, url, depth)));
            case Decision.In() -> lines.addAll(in(job, url, seed));
        }
        lines.add("canonical form: " + url);
        lines.add("politeness is counted by: " + url.lane());
        return lines;
    }

    private String why(Decision.Rule rule, CanonicalUrl url, int depth) {
        return switch (rule) {
            case OUT_OF_SCOPE -> "it is not within %s of %s".formatted(word(plan.within()), plan.seeds());
            case NOT_INCLUDED -> "it matches none of include " + plan.include();
            case EXCLUDED -> "it matches exclude " + matching(plan.exclude(), url);
            case TOO_DEEP -> "%d links from a seed; maxDepth is %d".formatted(depth, plan.maxDepth());
            case URL_TOO_LONG ->
                "it has %d characters; the limit is %d".formatted(url.toString().length(), Scope.LONGEST_URL);
            case REPEATED_SEGMENT -> "one segment comes more than %d times in its path".formatted(Scope.MOST_REPEATS);
            case GROWING_QUERY ->
                "one parameter comes more than %d times in its query with one value, or there are more than %d of them"
                        .formatted(Scope.MOST_REPEATS, Scope.MOST_PARAMETERS);
        };
    }

    private List<String> in(Plan job, CanonicalUrl url, boolean seed) {
        var lines = new ArrayList<String>();
        switch (new AddressGuard(AddressPolicy.PUBLIC).judge(url)) {
            case AddressVerdict.Refused(var reason) ->
                lines.add("AddressRefused: unless a HostPolicy allows it: " + reason.message());
            case AddressVerdict.Allowed() ->
                lines.add(
                        "In: "
                                + (seed
                                        ? "it is a seed"
                                        : plan.followLinks()
                                                ? "it is crawled when a page, at most %d links from a seed, or a sitemap names it"
                                                        .formatted(plan.maxDepth())
                                                : "but no links are followed: only seeds, redirects and sitemaps lead to pages"));
        }
        if (job.fetch().obeyRobots()) {
            lines.add("then %s/robots.txt decides, for %s"
                    .formatted(url.origin(), job.fetch().userAgent()));
        }
        lines.add("then limits: " + limits(job.limits()));
        if (plan.followLinks()) {
            lines.add(
                    "then the pages that name it: NoFollow where they ask not to follow it, NearDuplicate where 100 and more like it said hardly anything new");
        }
        return lines;
    }

    private static String limits(Plan.Limits limits) {
        var texts = new ArrayList<String>();
        limit(texts, "maxPages %d", limits.maxPages());
        limit(texts, "maxPagesPerHost %d", limits.maxPagesPerHost());
        limit(texts, "maxPagesPerSeed %d", limits.maxPagesPerSeed());
        limit(texts, "maxSize %d bytes", limits.maxBytes());
        limit(texts, "maxSizePerHost %d bytes", limits.maxBytesPerHost());
        limit(texts, "maxSizePerSeed %d bytes", limits.maxBytesPerSeed());
        return String.join(", ", texts);
    }

    private static void limit(List<String> texts, String format, @Nullable Long limit) {
        if (limit != null) texts.add(format.formatted(limit));
    }

    private static List<String> matching(List<String> patterns, CanonicalUrl url) {
        return patterns.stream()
                .filter(pattern ->
                        Pattern.compile(pattern).matcher(url.toString()).find())
                .toList();
    }

    private static String word(Plan.Within within) {
        return switch (within) {
            case PAGE -> "Page";
            case PREFIX -> "Prefix";
            case HOST -> "Host";
            case DOMAIN -> "Domain";
            case ANY -> "Any";
        };
    }
}
