package io.crawljob.operator.condition;

import org.jspecify.annotations.Nullable;

/** Bounds texts of strangers: URLs, servers' words, the kubelet's. */
public final class Clip {

    private static final String ELLIPSIS = "…";
    private static final int ELLIPSIS_BYTES = 3;

    private Clip() {}

    /** The text on one line, in at most {@code max} bytes as JSON in UTF-8 holds it; one that was cut ends in an ellipsis. */
    public static String text(String text, int max) {
        var kept = new StringBuilder(Math.min(text.length(), max));
        var bytes = 0;
        var cut = 0;
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var c = printable(text.codePointAt(i));
            bytes += size(c);
            if (bytes > max) return kept.substring(0, cut) + ELLIPSIS;
            kept.appendCodePoint(c);
            if (bytes <= max - ELLIPSIS_BYTES) cut = kept.length();
        }
        return kept.toString();
    }

    public static @Nullable String orNull(@Nullable String text, int max) {
        return text == null ? null : text(text, max);
    }

    private static int printable(int c) {
        var control = c < 0x20 || (c >= 0x7f && c < 0xa0);
        var halfOfAPair = c >= 0xd800 && c <= 0xdfff;
        return control || halfOfAPair ? ' ' : c;
    }

    private static int size(int c) {
        if (c == '"' || c == '\\') return 2;
        if (c < 0x80) return 1;
        if (c < 0x800) return 2;
        return c < 0x10000 ? 3 : 4;
    }
}
