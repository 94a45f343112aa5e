package io.crawljob.queue;

import java.util.Optional;
import java.util.regex.Pattern;

/** What may stand in the protocol's texts: fields are separated by bars. */
final class Names {

    private static final Pattern CLOSED = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9-]{1,63}");
    private static final int LONGEST = 512;

    private Names() {}

    /** A failure class or a rule. */
    static String closed(String kind, String name) {
        if (CLOSED.matcher(name).matches()) return name;
        throw new IllegalArgumentException("%s \"%s\" must be 1 to 64 letters and digits".formatted(kind, name));
    }

    /** A worker's name; what a process adds to it to make it its own begins with a tilde. */
    static String worker(String name) {
        if (name.indexOf('~') < 0) return open("worker", name);
        throw new IllegalArgumentException("worker \"%s\" must not contain ~".formatted(name));
    }

    /** A lane, for one. */
    static String open(String kind, String name) {
        whyNotOpen(kind, name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return name;
    }

    /** What {@link #open} would say of it. */
    static Optional<String> whyNotOpen(String kind, String name) {
        if (!name.isEmpty()
                && name.length() <= LONGEST
                && name.indexOf('|') < 0
                && name.indexOf('\n') < 0
                && Texts.whole(name)) {
            return Optional.empty();
        }
        return Optional.of("%s \"%s\" must be 1 to %d whole characters without | and line ends"
                .formatted(kind, Texts.cut(name, 2 * LONGEST), LONGEST));
    }

    /** A user of Redis. */
    static String user(String name) {
        if (USER.matcher(name).matches()) return name;
        throw new IllegalArgumentException(
                "user \"%s\" must be 1 to 128 letters, digits, dots, dashes or underscores".formatted(name));
    }

    /** A namespace becomes part of a key pattern, so it must hold nothing that patterns know. */
    static String namespace(String name) {
        if (NAMESPACE.matcher(name).matches()) return name;
        throw new IllegalArgumentException(
                "namespace \"%s\" must be 1 to 63 lower-case letters, digits or dashes".formatted(name));
    }

    static void atMost(String what, int number, int limit) {
        if (number > limit) {
            throw new IllegalArgumentException(
                    "%d %s in one call; at most %d: make several calls".formatted(number, what, limit));
        }
    }
}
