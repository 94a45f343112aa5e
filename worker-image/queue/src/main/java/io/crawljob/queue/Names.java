package io.crawljob.queue;

import java.util.regex.Pattern;

/** What may stand in the protocol's texts: fields are separated by bars. */
final class Names {

    private static final Pattern CLOSED = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final int LONGEST = 512;

    private Names() {}

    /** A failure class or a rule. */
    static String closed(String kind, String name) {
        if (CLOSED.matcher(name).matches()) return name;
        throw new IllegalArgumentException("%s \"%s\" must be 1 to 64 letters and digits".formatted(kind, name));
    }

    /** A lane or a worker. */
    static String open(String kind, String name) {
        if (!name.isEmpty() && name.length() <= LONGEST && name.indexOf('|') < 0 && name.indexOf('\n') < 0) return name;
        throw new IllegalArgumentException(
                "%s \"%s\" must be 1 to %d characters without | and line ends".formatted(kind, name, LONGEST));
    }

    static void atMost(String what, int number, int limit) {
        if (number > limit) {
            throw new IllegalArgumentException("%d %s in one call; at most %d".formatted(number, what, limit));
        }
    }
}
