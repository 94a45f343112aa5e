package io.crawljob.engine.robots;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a robots.txt says to one crawler, by RFC 9309 where it speaks and by Google's published rules where it does not. Immutable.
 *
 * <p>The longest rule that matches decides, and of two as long the one that allows. Paths are compared after both are brought into the canonical
 * percent-encoding, so no spelling of a URL slips by.
 */
public final class RobotsRules {

    /** More than this is not read, as RFC 9309, section 2.5, allows. */
    public static final int MOST_BYTES = 500 * 1024;

    /** A longer crawl-delay is cut to this: a host that wants a request a day has to say so by Disallow. */
    public static final Duration LONGEST_DELAY = Duration.ofDays(1);

    private static final RobotsRules ALLOW_ALL = new RobotsRules(List.of(), null, List.of());

    private final List<PathRule> rules;
    private final @Nullable Duration crawlDelay;
    private final List<String> sitemaps;

    RobotsRules(List<PathRule> rules, @Nullable Duration crawlDelay, List<String> sitemaps) {
        this.rules = List.copyOf(rules);
        this.crawlDelay = crawlDelay;
        this.sitemaps = List.copyOf(sitemaps);
    }

    /** Of a host that has no robots.txt: everything is allowed. */
    public static RobotsRules allowAll() {
        return ALLOW_ALL;
    }

    /**
     * Never fails: what is not understood is passed over.
     *
     * @param userAgent our whole User-Agent header, whose {@link ProductToken} is what groups are chosen by; or a product token alone
     */
    public static RobotsRules parse(byte[] content, String userAgent) {
        return new RobotsParser(ProductToken.named(userAgent)).parse(content);
    }

    /** A robots.txt is asked for without asking it (RFC 9309, section 2.2.2); as a page that something links to, it is one like any other. */
    public boolean allows(CanonicalUrl url) {
        if (rules.isEmpty()) return true;
        var path = PathRule.normalizePath(url.pathAndQuery());
        int allow = 0;
        int disallow = 0;
        for (var rule : rules) {
            var best = rule.allow() ? allow : disallow;
            if (rule.length() <= best || !rule.matches(path)) continue;
            if (rule.allow()) allow = rule.length();
            else disallow = rule.length();
        }
        return allow >= disallow;
    }

    /** What our group asks for, else what everybody's does; at most {@link #LONGEST_DELAY}. */
    public Optional<Duration> crawlDelay() {
        return Optional.ofNullable(crawlDelay);
    }

    /** As they stand; they may be relative or no URLs at all. */
    public List<String> sitemaps() {
        return sitemaps;
    }
}
