package io.crawljob.engine.url;

import java.nio.charset.StandardCharsets;

/** The WHATWG URL standard's percent-encode sets: what must be written as {@code %XX} in a part of a URL. */
final class PercentEncoder {
    static final PercentEncoder FRAGMENT = new PercentEncoder(" \"<>`");

    /** The "special-query" set: that of http and https. */
    static final PercentEncoder QUERY = new PercentEncoder(" \"#<>'");

    static final PercentEncoder PATH = new PercentEncoder(" \"#<>?^`{}");

    static final PercentEncoder USER_INFO = new PercentEncoder(" \"#<>?^`{}/:;=@[\\]|");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final boolean[] encoded = new boolean[0x80];

    private PercentEncoder(String characters) {
        for (int i = 0; i < encoded.length; i++) encoded[i] = i < ' ' || i == 0x7f || characters.indexOf(i) >= 0;
    }

    /** UTF-8; a lone surrogate becomes U+FFFD. */
    String encode(String text) {
        int clean = 0;
        while (clean < text.length() && !mustEncode(text.charAt(clean))) clean++;
        if (clean == text.length()) return text;
        var out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        text.codePoints().skip(text.codePointCount(0, clean)).forEach(point -> {
            if (point < 0x80 && !encoded[point]) out.append((char) point);
            else encodeTo(out, point);
        });
        return out.toString();
    }

    private boolean mustEncode(char c) {
        return c >= 0x80 || encoded[c];
    }

    private static void encodeTo(StringBuilder out, int point) {
        var scalar = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point;
        for (byte b : Character.toString(scalar).getBytes(StandardCharsets.UTF_8)) appendByte(out, b);
    }

    static void appendByte(StringBuilder out, byte b) {
        out.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
    }
}
