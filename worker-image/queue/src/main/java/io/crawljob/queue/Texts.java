package io.crawljob.queue;

/** Lengths of texts as Redis gets them, in UTF-8. */
final class Texts {

    private Texts() {}

    /** Without writing it out. */
    static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) bytes++;
            // Each half of a pair is two bytes of its four.
            if (c >= 0x800 && !Character.isSurrogate(c)) bytes++;
        }
        return bytes;
    }

    /** Whether no character of it is only half there. */
    static boolean whole(String text) {
        // Not by a stream: each item's payload is looked at.
        int i = 0;
        while (i < text.length()) {
            int width = Character.charCount(text.codePointAt(i));
            if (width == 1 && Character.isSurrogate(text.charAt(i))) return false;
            i += width;
        }
        return true;
    }

    /** The beginning of it, never half a character. */
    static String cut(String text, int most) {
        if (text.length() <= most) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
