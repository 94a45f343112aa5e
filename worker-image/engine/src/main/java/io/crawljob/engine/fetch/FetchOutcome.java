package io.crawljob.engine.fetch;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a request. */
public sealed interface FetchOutcome {

    /**
     * An answer of the 2xx class, or 304: then all but the status is the known body's, which has not changed.
     *
     * @param url what was asked for
     * @param contentType the header as it stands, or empty
     * @param contentLanguage the header as it stands, or empty
     * @param robotsTags the X-Robots-Tag headers
     * @param bytes decoded; the caller may not change them
     * @param cut whether the body went on beyond its limit
     */
    @SuppressWarnings("ArrayRecordComponent") // a body is large, and nobody compares two
    record Body(
            CanonicalUrl url,
            int status,
            String contentType,
            String contentLanguage,
            List<String> robotsTags,
            byte[] bytes,
            boolean cut,
            Validators validators)
            implements FetchOutcome {

        private static final int NOT_MODIFIED = 304;

        public Body {
            robotsTags = List.copyOf(robotsTags);
        }

        /** Whether the server said that it has not changed. */
        public boolean isUnchanged() {
            return status == NOT_MODIFIED;
        }

        /** This one, confirmed by the server. */
        Body unchanged() {
            return new Body(url, NOT_MODIFIED, contentType, contentLanguage, robotsTags, bytes, cut, validators);
        }
    }

    /** @param target canonical, not yet checked for scope, robots or address */
    record RedirectTo(int status, CanonicalUrl target) implements FetchOutcome {}

    /**
     * @param message names the thing, the limit and the value; never what a refused address was found to be
     * @param status of HTTP, or 0 if none came
     * @param retryAfter what the server asked for, cut at {@link RetryAfter#LONGEST}; null if it asked for nothing
     */
    record Failed(
            FailureClass failure,
            String message,
            int status,
            @Nullable Duration retryAfter) implements FetchOutcome {

        static Failed of(FailureClass failure, String message) {
            return new Failed(failure, message, 0, null);
        }
    }
}
