package io.crawljob.engine.value;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what is written for true and false. */
public final class Truths {

    private static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    private Truths() {}

    public static Optional<Boolean> read(String text) {
        var word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) return Optional.of(true);
        return FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }
}
