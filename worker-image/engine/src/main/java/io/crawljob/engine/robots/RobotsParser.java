package io.crawljob.engine.robots;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one robots.txt for one crawler; for a single use. */
final class RobotsParser {

    private static final Set<String> USER_AGENT = Set.of("user-agent", "useragent", "user agent");
    private static final Set<String> ALLOW = Set.of("allow");
    /** With the misspellings that Google reads as well: who wrote one meant to keep us out. */
    private static final Set<String> DISALLOW =
            Set.of("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw");

    private static final Set<String> SITEMAP = Set.of("sitemap", "site-map");
    private static final Set<String> CRAWL_DELAY = Set.of("crawl-delay", "crawldelay");

    private static final Pattern SECONDS = Pattern.compile("\\d{0,9}(?:\\.\\d{0,9})?");
    private static final String BYTE_ORDER_MARK = "ï»¿";

    /** Google's: eight times the longest URL. The rest of a longer line is not read. */
    private static final int LONGEST_LINE = 8 * 2_083;

    private static final int MOST_SITEMAPS = 1_000;

    private final String token;
    private final Group ours = new Group();
    private final Group everybodys = new Group();
    private final Set<String> sitemaps = new LinkedHashSet<>();
    /** Whom the current group speaks to. */
    private boolean toUs;

    private boolean toEverybody;
    /** Whether the current group has rules already, so that a user-agent line begins the next. */
    private boolean hasRules;

    private boolean namesUs;

    RobotsParser(String token) {
        this.token = token;
    }

    RobotsRules parse(byte[] content) {
        var length = Math.min(content.length, RobotsRules.MOST_BYTES);
        var text = new String(content, 0, length, StandardCharsets.ISO_8859_1);
        // Half a rule could mean something else than the whole.
        if (length < content.length)
            text = text.substring(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
        text.substring(markLength(text)).lines().forEach(this::line);
        var group = namesUs ? ours : everybodys;
        return new RobotsRules(group.rules, group.crawlDelay, List.copyOf(sitemaps));
    }

    /** A mark may have lost its end. */
    private static int markLength(String text) {
        var length = 0;
        while (length < BYTE_ORDER_MARK.length()
                && length < text.length()
                && text.charAt(length) == BYTE_ORDER_MARK.charAt(length)) length++;
        return length;
    }

    private void line(String raw) {
        var cut = raw.length() > LONGEST_LINE ? raw.substring(0, LONGEST_LINE) : raw;
        var hash = cut.indexOf('#');
        var line = (hash < 0 ? cut : cut.substring(0, hash)).strip();
        var colon = line.indexOf(':');
        if (colon > 0) {
            directive(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            return;
        }
        // Without a colon, two words are taken for a directive and its value.
        var words = line.split("\\s+", -1);
        if (colon < 0 && words.length == 2) directive(words[0], words[1]);
    }

    private void directive(String name, String value) {
        var key = name.toLowerCase(Locale.ROOT);
        if (USER_AGENT.contains(key)) userAgent(value);
        else if (ALLOW.contains(key)) rule(true, value);
        else if (DISALLOW.contains(key)) rule(false, value);
        else if (CRAWL_DELAY.contains(key)) crawlDelay(value);
        else if (SITEMAP.contains(key) && !value.isEmpty() && sitemaps.size() < MOST_SITEMAPS) sitemaps.add(value);
    }

    private void userAgent(String value) {
        if (hasRules) {
            hasRules = false;
            toUs = false;
            toEverybody = false;
        }
        if (value.equals("*") || value.startsWith("* ") || value.startsWith("*\t")) {
            toEverybody = true;
        } else if (!token.isEmpty() && ProductToken.of(value).equalsIgnoreCase(token)) {
            toUs = true;
            namesUs = true;
        }
    }

    /** Before the first group there is nobody to speak to. */
    private void rule(boolean allow, String path) {
        hasRules = true;
        if (path.isEmpty() || !(toUs || toEverybody)) return;
        add(PathRule.of(allow, path));
        // Google's: who allows a directory's index page allows the directory.
        var name = path.lastIndexOf('/') + 1;
        if (allow && name > 0 && path.startsWith("index.htm", name))
            add(PathRule.of(true, path.substring(0, name) + "$"));
    }

    private void add(PathRule rule) {
        if (toUs) ours.rules.add(rule);
        if (toEverybody) everybodys.rules.add(rule);
    }

    /** Not of RFC 9309, so it begins and ends no group. Of several the longest holds. */
    private void crawlDelay(String value) {
        if (value.isEmpty() || value.equals(".") || !SECONDS.matcher(value).matches()) return;
        var millis = new BigDecimal("0" + value).movePointRight(3).longValue();
        var delay = Duration.ofMillis(Math.min(millis, RobotsRules.LONGEST_DELAY.toMillis()));
        if (toUs) ours.atLeast(delay);
        if (toEverybody) everybodys.atLeast(delay);
    }

    private static final class Group {

        private final List<PathRule> rules = new ArrayList<>();
        private @Nullable Duration crawlDelay;

        void atLeast(Duration delay) {
            if (crawlDelay == null || crawlDelay.compareTo(delay) < 0) crawlDelay = delay;
        }
    }
}
