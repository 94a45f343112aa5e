package io.crawljob.engine.fetch;

import java.time.Duration;

/**
 * What one request may take.
 *
 * @param timeout for everything, from the name's resolution to the body's last byte
 * @param maxBodyBytes of the body as it is decoded, below 2 GiB
 * @param whenTooLarge what becomes of a larger one
 */
public record FetchLimits(Duration timeout, long maxBodyBytes, WhenTooLarge whenTooLarge) {

    public enum WhenTooLarge {
        /** {@link FailureClass#TOO_LARGE}. */
        FAIL,
        /** Its beginning is the answer: for robots.txt and sitemaps, of which a part is of use. */
        CUT
    }

    public FetchLimits {
        if (!timeout.isPositive())
            throw new IllegalArgumentException("timeout is %s; it has to be positive".formatted(timeout));
        if (maxBodyBytes < 1 || maxBodyBytes >= Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "maxBodyBytes is %d; it has to be from 1 to just below 2 GiB".formatted(maxBodyBytes));
        }
    }
}
