package io.crawljob.engine.url;

import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/** What OkHttp's UTS 46 leaves unchecked in a label that begins with {@code xn--}: that it is Punycode (RFC 3492) of something that may be a label. */
final class InternationalLabel {

    private static final String PREFIX = "xn--";
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_POINT = 0x80;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private InternationalLabel() {}

    /** @param label lower-case ASCII */
    static boolean isValid(String label) {
        if (!label.startsWith(PREFIX)) return true;
        List<Integer> points = new ArrayList<>();
        if (!decode(label.substring(PREFIX.length()), points)) return false;
        return !isMark(points.getFirst()) && hasValidJoiners(points) && isMappedToItself(label, points);
    }

    /** A character that has to be written as another cannot be hidden in Punycode. */
    private static boolean isMappedToItself(String label, List<Integer> points) {
        var text = new StringBuilder();
        points.forEach(text::appendCodePoint);
        try {
            return new HttpUrl.Builder()
                    .scheme("http")
                    .host(text.toString())
                    .build()
                    .host()
                    .equals(label);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Joiners are for scripts where they follow a mark (a virama); elsewhere they only hide what a name is. */
    private static boolean hasValidJoiners(List<Integer> points) {
        for (int i = 0; i < points.size(); i++) {
            int point = points.get(i);
            var joiner = point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
            if (joiner && (i == 0 || !isMark(points.get(i - 1)))) return false;
        }
        return true;
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** RFC 3492, section 6.2; false where it says fail. */
    private static boolean decode(String text, List<Integer> output) {
        var delimiter = text.lastIndexOf('-');
        for (int i = 0; i < delimiter; i++) output.add((int) text.charAt(i));
        long point = INITIAL_POINT;
        long index = 0;
        int bias = INITIAL_BIAS;
        int at = delimiter + 1;
        while (at < text.length()) {
            var start = index;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                var digit = at < text.length() ? digit(text.charAt(at++)) : -1;
                if (digit < 0) return false;
                index += digit * weight;
                if (index > Integer.MAX_VALUE) return false;
                var threshold = Math.clamp((long) k - bias, T_MIN, T_MAX);
                if (digit < threshold) break;
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) return false;
            }
            var count = output.size() + 1;
            bias = adapt(index - start, count, start == 0);
            point += index / count;
            if (point > Character.MAX_CODE_POINT) return false;
            index %= count;
            output.add((int) index++, (int) point);
        }
        return !output.isEmpty();
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') return c - 'a';
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }

    private static int adapt(long delta, int count, boolean first) {
        var scaled = first ? delta / DAMP : delta / 2;
        scaled += scaled / count;
        int k = 0;
        for (; scaled > (BASE - T_MIN) * T_MAX / 2; k += BASE) scaled /= BASE - T_MIN;
        return (int) (k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW));
    }
}
