package io.crawljob.engine.url;

/** An IPv6 address: eight pieces of 16 bits. Read and written as the WHATWG URL standard does (RFC 5952, but no dotted form). */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ipv6(int[] pieces) {

    private static final int PIECES = 8;

    static Ipv6 parse(String text) throws InvalidUrlException {
        var gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) throw invalid();
        var pieces = new int[PIECES];
        if (gap < 0) {
            if (read(text, pieces, 0) != PIECES) throw invalid();
            return new Ipv6(pieces);
        }
        var before = gap == 0 ? 0 : read(text.substring(0, gap), pieces, 0);
        var tail = new int[PIECES];
        var after = gap + 2 == text.length() ? 0 : read(text.substring(gap + 2), tail, 0);
        if (before + after >= PIECES || text.lastIndexOf('.', gap) >= 0) throw invalid();
        System.arraycopy(tail, 0, pieces, PIECES - after, after);
        return new Ipv6(pieces);
    }

    /** Reads colon-separated pieces, the last two perhaps as an IPv4 address; answers how many. */
    private static int read(String text, int[] pieces, int from) throws InvalidUrlException {
        var parts = text.split(":", -1);
        int count = from;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                if (count + 2 > PIECES) throw invalid();
                var address = dotted(parts[i]);
                pieces[count++] = address >>> 16;
                pieces[count++] = address & 0xffff;
            } else {
                if (count == PIECES) throw invalid();
                pieces[count++] = piece(parts[i]);
            }
        }
        return count;
    }

    private static int piece(String text) throws InvalidUrlException {
        if (text.isEmpty() || text.length() > 4) throw invalid();
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            var digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) throw invalid();
            value = (value << 4) | digit;
        }
        return value;
    }

    private static int dotted(String text) throws InvalidUrlException {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) throw invalid();
        int value = 0;
        for (var part : parts) {
            if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.startsWith("0"))) throw invalid();
            int number = 0;
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (c < '0' || c > '9') throw invalid();
                number = number * 10 + (c - '0');
            }
            if (number > 255) throw invalid();
            value = (value << 8) | number;
        }
        return value;
    }

    private static InvalidUrlException invalid() {
        return new InvalidUrlException("the IPv6 address is malformed");
    }

    String text() {
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < PIECES; i++) {
            int end = i;
            while (end < PIECES && pieces[end] == 0) end++;
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
            if (end > i) i = end;
        }
        var out = new StringBuilder();
        for (int i = 0; i < PIECES; i++) {
            if (i == gapStart) {
                out.append("::");
                i += gapLength - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') out.append(':');
                out.append(Integer.toHexString(pieces[i]));
            }
        }
        return out.toString();
    }
}
