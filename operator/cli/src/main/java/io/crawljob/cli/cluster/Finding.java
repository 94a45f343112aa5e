package io.crawljob.cli.cluster;

/**
 * One thing that was looked at.
 *
 * @param text what was found; for what is wrong, the remedy as well
 */
record Finding(Level level, String what, String text) {

    enum Level {
        GOOD,
        WRONG,
        /** It could not be looked at. */
        UNKNOWN
    }

    static Finding good(String what, String text) {
        return new Finding(Level.GOOD, what, text);
    }

    static Finding wrong(String what, String text) {
        return new Finding(Level.WRONG, what, text);
    }

    static Finding unknown(String what, String text) {
        return new Finding(Level.UNKNOWN, what, text);
    }

    String line() {
        var mark = switch (level) {
            case GOOD -> "ok";
            case WRONG -> "WRONG";
            case UNKNOWN -> "?";
        };
        return "%-6s%s: %s".formatted(mark, what, text);
    }
}
