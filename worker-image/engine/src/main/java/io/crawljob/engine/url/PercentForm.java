package io.crawljob.engine.url;

/** The canonical percent-encoding of a path or query (RFC 3986, sections 2.1, 2.3 and 6.2.2). */
public final class PercentForm {

    /** What WHATWG leaves as it is although RFC 3986 does not allow it; square brackets stay, because servers expect them so. */
    private static final String NOT_ALLOWED = "\"<>\\^`{|}";

    private static final boolean[] LEFT_AS_IS = new boolean[0x80];
    private static final boolean[] UNRESERVED = new boolean[0x80];

    static {
        for (char c = '!'; c < 0x7f; c++) LEFT_AS_IS[c] = c != '%' && NOT_ALLOWED.indexOf(c) < 0;
        for (char c = 'a'; c <= 'z'; c++) UNRESERVED[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) UNRESERVED[c] = true;
        for (char c = '0'; c <= '9'; c++) UNRESERVED[c] = true;
        for (char c : "-._~".toCharArray()) UNRESERVED[c] = true;
    }

    private PercentForm() {}

    /** True if the character may stand for itself in a canonical path or query; a percent sign depends on what follows. */
    static boolean isPlain(char c) {
        return c < 0x80 && LEFT_AS_IS[c];
    }

    /** True if {@code %XX} at this index is how the canonical form writes that byte. */
    static boolean isCanonicalTriplet(String text, int index) {
        if (index + 2 >= text.length()) return false;
        char high = text.charAt(index + 1);
        char low = text.charAt(index + 2);
        var value = hex(high, low);
        return value >= 0 && !(high >= 'a') && !(low >= 'a') && (value >= 0x80 || !UNRESERVED[value]);
    }

    /**
     * @param text a character for each byte; a percent sign that begins no triplet becomes {@code %25}, as the two mean the same to servers
     * @return ASCII
     */
    public static String normalize(String text) {
        int clean = 0;
        while (clean < text.length() && isPlain(text.charAt(clean))) clean++;
        if (clean == text.length()) return text;
        var out = new StringBuilder(text.length() + 8).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char c = text.charAt(i);
            var value = c == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            if (value >= 0) {
                i += 2;
                if (value < 0x80 && UNRESERVED[value]) out.append((char) value);
                else PercentEncoder.appendByte(out, (byte) value);
            } else if (isPlain(c)) {
                out.append(c);
            } else {
                PercentEncoder.appendByte(out, (byte) c);
            }
        }
        return out.toString();
    }

    /** The byte that two hexadecimal digits make, or -1. */
    static int hex(char high, char low) {
        if (high >= 0x80 || low >= 0x80) return -1;
        var h = Character.digit(high, 16);
        var l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : (h << 4) | l;
    }
}
