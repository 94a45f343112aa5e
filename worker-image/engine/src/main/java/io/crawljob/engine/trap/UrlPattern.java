package io.crawljob.engine.trap;

import io.crawljob.engine.url.CanonicalUrl;

/** What the URLs of a trap have in common: all but their numbers, dates, session ids and values. */
public final class UrlPattern {

    /** A run of letters and digits of that length, with both, is an id and no word. */
    private static final int ID_LENGTH = 12;

    private UrlPattern() {}

    /** Equal for URLs that differ only in numbers, ids and the values of their queries: {@code /2026/11/day?x=5} gives {@code /0/0/day?x=}. */
    public static String of(CanonicalUrl url) {
        var text = url.toString();
        var query = text.indexOf('?');
        var path = query < 0 ? text.length() : query;
        var pattern = new StringBuilder(text.length()).append(url.origin());
        for (var at = url.origin().length(); at < path; ) at = token(text, at, path, pattern);
        if (query >= 0) names(text, query, pattern);
        return pattern.toString();
    }

    private static int token(String text, int from, int end, StringBuilder pattern) {
        var at = from;
        var digits = 0;
        while (at < end && isWordPart(text.charAt(at))) {
            if (isDigit(text.charAt(at))) digits++;
            at++;
        }
        var length = at - from;
        if (length == 0) {
            pattern.append(text.charAt(from));
            return from + 1;
        }
        if (digits == length) pattern.append('0');
        else if (digits > 0 && length >= ID_LENGTH) pattern.append('x');
        else withoutDigits(text, from, at, pattern);
        return at;
    }

    private static void withoutDigits(String text, int from, int end, StringBuilder pattern) {
        for (var i = from; i < end; i++) {
            if (!isDigit(text.charAt(i))) pattern.append(text.charAt(i));
            else if (i == from || !isDigit(text.charAt(i - 1))) pattern.append('0');
        }
    }

    private static void names(String text, int query, StringBuilder pattern) {
        var value = false;
        for (var i = query; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '&') value = false;
            if (!value) pattern.append(c);
            if (c == '=') value = true;
        }
    }

    private static boolean isWordPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
