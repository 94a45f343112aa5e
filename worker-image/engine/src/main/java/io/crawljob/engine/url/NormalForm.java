package io.crawljob.engine.url;

import org.jspecify.annotations.Nullable;

/**
 * The fast path: nearly all links of nearly all pages are canonical as they stand, and one look at each character proves it. What it does not recognise goes
 * the long way, so it may be strict but must never be wrong.
 */
final class NormalForm {

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    private NormalForm() {}

    /** The URL without its fragment if the text is canonical otherwise; null if that cannot be told at a glance. */
    static @Nullable CanonicalUrl scan(String text) {
        int hostStart = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : -1;
        if (hostStart < 0) return null;
        var hostEnd = hostEnd(text, hostStart);
        if (hostEnd < 0) return null;
        var pathStart = text.startsWith(":", hostEnd) ? portEnd(text, hostEnd, hostStart == 8) : hostEnd;
        if (pathStart < 0 || !text.startsWith("/", pathStart)) return null;
        var end = tailEnd(text, pathStart);
        if (end < 0) return null;
        return new CanonicalUrl(end == text.length() ? text : text.substring(0, end), hostStart, hostEnd, pathStart);
    }

    /** Where a plain name of letters, digits, hyphens and dots ends, whose last label begins with a letter; -1 if it is anything else. */
    private static int hostEnd(String text, int start) {
        int label = start;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == label || i - label > LONGEST_LABEL) return -1;
                label = i + 1;
            } else if (c == '-') {
                // An international label (xn--) has to be checked by its rules.
                if (i == label + 3 && text.startsWith("xn-", label)) return -1;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
                break;
            }
        }
        if (i == label || i - label > LONGEST_LABEL || i - start > LONGEST_NAME) return -1;
        char first = text.charAt(label);
        return first >= 'a' && first <= 'z' ? i : -1;
    }

    private static int portEnd(String text, int colon, boolean https) {
        int i = colon + 1;
        int value = 0;
        while (i < text.length() && i <= colon + 5 && text.charAt(i) >= '0' && text.charAt(i) <= '9')
            value = value * 10 + (text.charAt(i++) - '0');
        var canonical =
                i > colon + 1 && text.charAt(colon + 1) != '0' && value <= 65_535 && value != (https ? 443 : 80);
        return canonical ? i : -1;
    }

    /** Where path and query end: at the fragment or the end of the text; -1 if they are not canonical. */
    static int tailEnd(String text, int pathStart) {
        int query = -1;
        for (int i = pathStart; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#') return query == i - 1 ? -1 : i;
            if (c == '%') {
                if (!PercentForm.isCanonicalTriplet(text, i)) return -1;
            } else if (!PercentForm.isPlain(c)) {
                return -1;
            } else if (query >= 0) {
                if (c == '\'') return -1;
            } else if (c == '?') {
                query = i;
            } else if (c == '.' && text.charAt(i - 1) == '/') {
                // Perhaps a dot segment.
                return -1;
            }
        }
        return query == text.length() - 1 ? -1 : text.length();
    }
}
