package io.crawljob.engine.dom;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How large a tree a page's text can become. HTML opens formatting elements again, with all their attributes, in every block that follows them, so a page can
 * grow far beyond its length; jsoup does that for the last twelve.
 */
final class Growth {

    private static final int LONGEST_NAME = 6;
    /** Names as numbers, five bits a letter: every page's every tag is looked up. */
    private static final long[] FORMATTING = Stream.of(
                    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
            .mapToLong(name -> nameAt(name, 0))
            .sorted()
            .toArray();

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
        return Arrays.binarySearch(FORMATTING, nameAt(text, from)) >= 0;
    }

    /** The letters from there on; -1 if they are more than any of these names has, 0 if there are none. */
    private static long nameAt(String text, int from) {
        var name = 0L;
        for (var at = from; at < text.length(); at++) {
            var letter = (text.charAt(at) | 0x20) - 'a';
            if (letter < 0 || letter > 25) return name;
            if (at - from == LONGEST_NAME) return -1;
            name = name << 5 | letter + 1;
        }
        return name;
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
