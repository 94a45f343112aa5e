package io.crawljob.engine.page;

import java.nio.charset.StandardCharsets;

/** Looks at the beginning of a body. */
final class Bytes {

    private Bytes() {}

    /** One character for each of the first bytes. */
    static String latin1(byte[] bytes, int most) {
        return new String(bytes, 0, Math.min(bytes.length, most), StandardCharsets.ISO_8859_1);
    }

    static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) return false;
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) return false;
        }
        return true;
    }
}
