package io.crawljob.engine.url;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The WHATWG URL standard's percent-encode sets: what must be written as {@code %XX} in a part of a URL. */
final class PercentEncoder {
    static final PercentEncoder FRAGMENT = new PercentEncoder(" \"<>`");

    /** The "special-query" set: that of http and https. */
    static final PercentEncoder QUERY = new PercentEncoder(" \"#<>'");

    static final PercentEncoder PATH = new PercentEncoder(" \"#<>?^`{}");

    static final PercentEncoder USER_INFO = new PercentEncoder(" \"#<>?^`{}/:;=@[\\]|");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final boolean[] encoded;
    private final Charset charset;

    private PercentEncoder(String characters) {
        this(new boolean[0x80], StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) encoded[i] = i < ' ' || i == 0x7f || characters.indexOf(i) >= 0;
    }

    private PercentEncoder(boolean[] encoded, Charset charset) {
        this.encoded = encoded;
        this.charset = charset;
    }

    /** The same set for text that is written in another charset; UTF-16 is written as UTF-8. */
    PercentEncoder in(Charset other) {
        if (other.equals(charset) || !other.canEncode() || other.name().startsWith("UTF-")) return this;
        return new PercentEncoder(encoded, other);
    }

    /** A lone surrogate becomes U+FFFD; what the charset lacks becomes a numeric character reference. */
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

    private void encodeTo(StringBuilder out, int point) {
        var scalar = Character.toString(
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point);
        if (!charset.equals(StandardCharsets.UTF_8) && !charset.newEncoder().canEncode(scalar)) {
            out.append("%26%23").append(scalar.codePointAt(0)).append("%3B");
            return;
        }
        for (byte b : scalar.getBytes(charset)) appendByte(out, b);
    }

    static void appendByte(StringBuilder out, byte b) {
        out.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
    }
}
