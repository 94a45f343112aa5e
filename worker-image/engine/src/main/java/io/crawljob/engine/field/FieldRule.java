package io.crawljob.engine.field;

import java.util.Optional;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;
import org.jspecify.annotations.Nullable;

/**
 * One value to pick from each page.
 *
 * @param name of the record's {@code fields} member
 * @param selector read from CSS
 * @param attribute null: the element's text
 * @param list whether every match counts, or the first alone
 * @param required whether a page without it gets a warning
 */
public record FieldRule(
        String name, Evaluator selector, @Nullable String attribute, FieldType type, boolean list, boolean required) {

    public static final int LONGEST_SELECTOR = 1_024;

    /** @throws IllegalArgumentException if the selector is not CSS; the message says why */
    public static Evaluator selector(String css) {
        try {
            return QueryParser.parse(css);
        } catch (SelectorParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Why a selector cannot be used; empty if it can. */
    public static Optional<String> problem(String css) {
        if (css.isBlank()) return Optional.of("is empty");
        if (css.length() > LONGEST_SELECTOR) {
            return Optional.of("has %d characters; the limit is %d".formatted(css.length(), LONGEST_SELECTOR));
        }
        try {
            selector(css);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no CSS selector: " + e.getMessage());
        }
    }
}
