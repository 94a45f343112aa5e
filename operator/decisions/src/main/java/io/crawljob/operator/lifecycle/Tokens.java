package io.crawljob.operator.lifecycle;

import io.crawljob.operator.plan.PlanMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code rerun} and {@code retryFailed}: a value asks for something once. A value that stands there at creation counts as handled; taking it away
 * asks for nothing, and neither does setting it again.
 */
public final class Tokens {

    private Tokens() {}

    /** What may be remembered: nothing asks for nothing, and what is too long is refused. */
    public static boolean asks(String token) {
        return !token.isEmpty() && token.length() <= PlanMapper.MAX_TOKEN;
    }

    static boolean isNew(String token, @Nullable String lastHandled) {
        return asks(token) && !token.equals(lastHandled);
    }

    /** The failure class that a {@code retryFailed} names before a slash, such as {@code Http4xx/2026-11-22}; empty for all that may pass. */
    public static Optional<String> failureClass(String token) {
        var slash = token.indexOf('/');
        return slash <= 0 ? Optional.empty() : Optional.of(token.substring(0, slash));
    }
}
