package io.crawljob.engine.fetch;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a request. */
public sealed interface FetchOutcome {

    /**
     * An answer of the 2xx class.
     *
     * @param url what was asked for
     * @param contentType the header as it stands, or empty
     * @param robotsTag all X-Robots-Tag headers, joined by commas, or empty
     * @param bytes decoded; the caller may not change them
     */
    @SuppressWarnings("ArrayRecordComponent") // a body is large, and nobody compares two
    record Body(CanonicalUrl url, int status, String contentType, String robotsTag, byte[] bytes)
            implements FetchOutcome {}

    /** @param target canonical, not yet checked for scope, robots or address */
    record RedirectTo(int status, CanonicalUrl target) implements FetchOutcome {}

    /**
     * @param message names the thing, the limit and the value; never what an address refused was found to be
     * @param status of HTTP, or 0 if none came
     * @param retryAfter what the server asked for, cut at an hour; null if it asked for nothing
     */
    record Failed(
            FailureClass failure,
            String message,
            int status,
            @Nullable Duration retryAfter) implements FetchOutcome {}
}
