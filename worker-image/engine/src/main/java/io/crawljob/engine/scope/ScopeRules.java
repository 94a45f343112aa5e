package io.crawljob.engine.scope;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;

/**
 * How far a crawl goes.
 *
 * @param seeds what {@code within} is measured from
 * @param followLinks false for a batch: only seeds, and where they redirect to
 * @param include RE2, found anywhere in the canonical URL; empty means everything within. Seeds need not match
 * @param exclude RE2, found anywhere in the canonical URL; holds for seeds too
 * @param maxDepth the most links from a seed; seeds are at 0
 */
public record ScopeRules(
        List<CanonicalUrl> seeds,
        boolean followLinks,
        Within within,
        List<String> include,
        List<String> exclude,
        int maxDepth) {

    public ScopeRules {
        seeds = List.copyOf(seeds);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (maxDepth < 0)
            throw new IllegalArgumentException("maxDepth is %d; the least is 0, the seeds alone".formatted(maxDepth));
    }
}
