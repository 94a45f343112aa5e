package io.crawljob.engine.page;

import java.util.Locale;
import java.util.Set;

/**
 * What {@code <meta name=robots>} and X-Robots-Tag ask of us. Of several, the stricter holds.
 *
 * @param noindex not to record the page
 * @param nofollow not to follow any of its links
 */
public record RobotsDirectives(boolean noindex, boolean nofollow) {

    public static final RobotsDirectives NONE = new RobotsDirectives(false, false);

    /** Directives that have a colon of their own; before any other stands the name of a crawler. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    /** @param directives of a meta tag that speaks to us, such as {@code noindex, follow} */
    RobotsDirectives and(String directives) {
        var index = noindex;
        var follow = nofollow;
        for (var directive : directives.toLowerCase(Locale.ROOT).split(",", -1)) {
            var word = directive.strip();
            index |= word.equals("noindex") || word.equals("none");
            follow |= word.equals("nofollow") || word.equals("none");
        }
        return new RobotsDirectives(index, follow);
    }

    /**
     * @param header one X-Robots-Tag, such as {@code noindex} or {@code otherbot: noindex, nofollow}
     * @param token our product token, in lower case
     */
    RobotsDirectives andHeader(String header, String token) {
        var colon = header.indexOf(':');
        var name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (colon < 0 || WITH_VALUE.contains(name) || name.indexOf(',') >= 0) return and(header);
        return name.equals(token) || name.equals("*") || name.equals("robots")
                ? and(header.substring(colon + 1))
                : this;
    }
}
