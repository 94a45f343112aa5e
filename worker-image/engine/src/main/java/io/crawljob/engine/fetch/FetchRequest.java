package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.url.CanonicalUrl;

/**
 * One request.
 *
 * @param userAgent the whole header, printable ASCII
 */
public record FetchRequest(CanonicalUrl url, String userAgent, FetchLimits limits, AddressPolicy addresses) {

    public FetchRequest {
        if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "userAgent is \"" + userAgent + "\"; it has to be printable ASCII, and not empty");
        }
    }
}
