package io.crawljob.engine.fetch;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The Retry-After header (RFC 9110, section 10.2.3): seconds, or a date in any of HTTP's three forms. */
public final class RetryAfter {

    /** A server that asks for more is asked again after this. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final String NAME = NoSecondRequest.RETRY_AFTER;

    private RetryAfter() {}

    /** From zero to {@link #LONGEST}; null if there is none, or it cannot be read. */
    static @Nullable Duration read(Headers headers, Instant now) {
        var text = headers.get(NAME);
        if (text == null) return null;
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // Six digits are more than a day already.
            return clamp(text.length() > 6 ? LONGEST : Duration.ofSeconds(Integer.parseInt(text)));
        }
        var date = headers.getDate(NAME);
        return date == null ? null : clamp(Duration.between(now, date.toInstant()));
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) return Duration.ZERO;
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
