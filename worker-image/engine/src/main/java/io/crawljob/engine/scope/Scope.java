package io.crawljob.engine.scope;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.crawljob.engine.scope.Decision.In;
import io.crawljob.engine.scope.Decision.Out;
import io.crawljob.engine.scope.Decision.Rule;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which URLs belong to a crawl. Immutable; its cost grows with the patterns, not with the number of seeds. */
public final class Scope {

    /** What browsers and sitemaps agree on as the longest URL, in characters. */
    public static final int LONGEST_URL = 2_083;

    /** How often a path may hold one segment. */
    public static final int MOST_REPEATS = 3;

    /** Of one query. */
    public static final int MOST_PARAMETERS = 50;

    private static final Decision IN = new In();

    private final ScopeRules rules;
    private final Set<CanonicalUrl> seeds;
    /** Keys of {@link #places}: what a URL is looked up by. */
    private final Set<String> places;

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    /** @throws IllegalArgumentException if a pattern is not RE2; the message names it */
    public Scope(ScopeRules rules) {
        this.rules = rules;
        this.seeds = Set.copyOf(rules.seeds());
        this.places =
                rules.seeds().stream().map(seed -> place(seed, rules.within())).collect(Collectors.toUnmodifiableSet());
        this.include = compile("include", rules.include());
        this.exclude = compile("exclude", rules.exclude());
    }

    /** Whether pages' links are to be followed at all. */
    public boolean followsLinks() {
        return rules.followLinks();
    }

    /** @param depth links from a seed to here */
    public Decision decide(CanonicalUrl url, int depth) {
        return seeds.contains(url) ? judgeText(url) : judge(url, depth, rules.within());
    }

    /** As {@link #decide}, for where a page of the crawl redirects to: one that stands for itself ({@link Within#PAGE}) may move on its own host. */
    public Decision decideRedirect(CanonicalUrl target, int depth) {
        if (rules.within() != Within.PAGE || seeds.contains(target)) return decide(target, depth);
        var sameHost = rules.seeds().stream().anyMatch(seed -> site(seed).equals(site(target)));
        return sameHost ? judge(target, depth, Within.ANY) : new Out(Rule.OUT_OF_SCOPE);
    }

    private Decision judge(CanonicalUrl url, int depth, Within within) {
        if (depth > rules.maxDepth()) return new Out(Rule.TOO_DEEP);
        if (!isWithin(url, within)) return new Out(Rule.OUT_OF_SCOPE);
        var byText = judgeText(url);
        if (byText instanceof Out) return byText;
        if (!include.isEmpty()
                && include.stream()
                        .noneMatch(pattern -> pattern.matcher(url.toString()).find()))
            return new Out(Rule.NOT_INCLUDED);
        return IN;
    }

    private Decision judgeText(CanonicalUrl url) {
        var text = url.toString();
        if (text.length() > LONGEST_URL) return new Out(Rule.URL_TOO_LONG);
        for (var pattern : exclude) {
            if (pattern.matcher(text).find()) return new Out(Rule.EXCLUDED);
        }
        if (repeatsSegment(url.path())) return new Out(Rule.REPEATED_SEGMENT);
        return grows(text) ? new Out(Rule.GROWING_QUERY) : IN;
    }

    private boolean isWithin(CanonicalUrl url, Within within) {
        return switch (within) {
            case PAGE -> false;
            case PREFIX -> isBelowPrefix(url);
            case HOST -> places.contains(site(url));
            case DOMAIN -> places.contains(url.host()) || places.contains(url.registrableDomain());
            case ANY -> true;
        };
    }

    /** Walks up the path, so that many seeds cost no more than one. */
    private boolean isBelowPrefix(CanonicalUrl url) {
        var place = place(url, Within.PREFIX);
        while (true) {
            if (places.contains(place)) return true;
            var slash = place.lastIndexOf('/', place.length() - 2);
            if (slash < 0) return false;
            place = place.substring(0, slash + 1);
        }
    }

    private static String place(CanonicalUrl url, Within within) {
        return switch (within) {
            case PAGE -> url.toString();
            case PREFIX -> site(url) + url.path().substring(0, url.path().lastIndexOf('/') + 1);
            case HOST -> site(url);
            case DOMAIN -> url.registrableDomain();
            case ANY -> "";
        };
    }

    /** The host, with the port unless it is a default. */
    private static String site(CanonicalUrl url) {
        return url.authority();
    }

    /** Fewer slashes than it takes: most paths end there. */
    private static boolean repeatsSegment(String path) {
        return path.chars().filter(c -> c == '/').limit(MOST_REPEATS + 1).count() > MOST_REPEATS
                && repeats(path.split("/", -1));
    }

    private static boolean grows(String text) {
        var query = text.indexOf('?');
        if (query < 0) return false;
        var parameters = text.substring(query + 1).split("&", -1);
        return parameters.length > MOST_PARAMETERS || (parameters.length > MOST_REPEATS && repeats(parameters));
    }

    private static boolean repeats(String[] parts) {
        Map<String, Integer> counts = new HashMap<>();
        for (var part : parts) {
            if (!part.isEmpty() && counts.merge(part, 1, Integer::sum) > MOST_REPEATS) return true;
        }
        return false;
    }

    private static List<Pattern> compile(String field, List<String> patterns) {
        return patterns.stream().map(pattern -> compile(field, pattern)).toList();
    }

    private static Pattern compile(String field, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "%s: %s is not a regular expression (RE2): %s".formatted(field, pattern, e.getDescription()), e);
        }
    }
}
