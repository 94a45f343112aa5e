package io.crawljob.engine.dom;

import java.util.Locale;
import java.util.Set;

/**
 * How large a tree a page's text can become. HTML opens formatting elements again, with all their attributes, in every block that follows them, so a page can
 * grow far beyond its length; jsoup does that for the last twelve.
 */
final class Growth {

    private static final Set<String> FORMATTING =
            Set.of("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u");
    private static final String FIRST_LETTERS = "abcefinstuABCEFINSTU";
    private static final int LONGEST_NAME = 6;
    private static final int OPENED_AGAIN = 12;
    /** A formatting tag that is longer than that is not looked through. */
    private static final int LONGEST_TAG = 256;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private Growth() {}

    /** The most elements and attributes of the tree; {@link Long#MAX_VALUE} if that cannot be told at a look. */
    static long most(String text, boolean xml) {
        long tags = 0;
        long attributes = 0;
        var formatting = 0;
        for (var at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
            tags++;
            if (xml || !isFormatting(text, at + 1)) continue;
            formatting++;
            var inside = attributes(text, at);
            if (inside < 0) return UNKNOWN;
            attributes = Math.max(attributes, inside);
        }
        return tags + tags * Math.min(formatting, OPENED_AGAIN) * (1 + attributes) + text.length() / LONGEST_TAG;
    }

    private static boolean isFormatting(String text, int from) {
        if (from >= text.length() || FIRST_LETTERS.indexOf(text.charAt(from)) < 0) return false;
        var end = from + 1;
        while (end < text.length() && end - from <= LONGEST_NAME && Character.isLetter(text.charAt(end))) end++;
        return end - from <= LONGEST_NAME
                && FORMATTING.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    }

    /** Of the tag at a place, at the most; -1 if it is long, or its end is not sure. */
    private static int attributes(String text, int tag) {
        var separators = 0;
        var doubleQuotes = 0;
        var singleQuotes = 0;
        var last = Math.min(text.length(), tag + LONGEST_TAG);
        for (var at = tag; at < last; at++) {
            switch (text.charAt(at)) {
                case '>' -> {
                    return (doubleQuotes | singleQuotes) % 2 == 0 ? separators : -1;
                }
                case '"' -> doubleQuotes++;
                case '\'' -> singleQuotes++;
                case ' ', '\t', '\n', '\r', '\f', '/' -> separators++;
                default -> {}
            }
        }
        return -1;
    }
}
