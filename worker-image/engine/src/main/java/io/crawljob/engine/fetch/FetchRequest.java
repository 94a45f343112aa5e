package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param userAgent the whole header, printable ASCII
 * @param known an earlier answer of this URL: the server is asked for another only if it has changed
 */
public record FetchRequest(
        CanonicalUrl url,
        String userAgent,
        FetchLimits limits,
        AddressPolicy addresses,
        @Nullable Body known) {

    /** Of what nothing is known yet. */
    public FetchRequest(CanonicalUrl url, String userAgent, FetchLimits limits, AddressPolicy addresses) {
        this(url, userAgent, limits, addresses, null);
    }

    public FetchRequest {
        if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "userAgent is \"" + userAgent + "\"; it has to be printable ASCII, and not empty");
        }
    }
}
