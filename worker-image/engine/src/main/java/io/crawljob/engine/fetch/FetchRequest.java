package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param userAgent the whole header, printable ASCII
 * @param headers besides those that each request has, and instead of them
 * @param proxyAddresses what the proxy's own address may be, where there is one
 * @param known an earlier answer of this URL: the server is asked for another only if it has changed
 * @param cookies what is sent, and where what the answer sets is kept; null: neither
 */
public record FetchRequest(
        CanonicalUrl url,
        String userAgent,
        FetchLimits limits,
        AddressPolicy addresses,
        @Nullable Body known,
        List<RequestHeader> headers,
        AddressPolicy proxyAddresses,
        @Nullable Cookies cookies) {

    /** Of what nothing is known yet. */
    public FetchRequest(CanonicalUrl url, String userAgent, FetchLimits limits, AddressPolicy addresses) {
        this(url, userAgent, limits, addresses, null, List.of(), AddressPolicy.PUBLIC, null);
    }

    /** Without headers of its own. */
    public FetchRequest(
            CanonicalUrl url, String userAgent, FetchLimits limits, AddressPolicy addresses, @Nullable Body known) {
        this(url, userAgent, limits, addresses, known, List.of(), AddressPolicy.PUBLIC, null);
    }

    public FetchRequest {
        headers = List.copyOf(headers);
        if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "userAgent is \"" + userAgent + "\"; it has to be printable ASCII, and not empty");
        }
    }

    public FetchRequest withProxyAddresses(AddressPolicy policy) {
        return new FetchRequest(url, userAgent, limits, addresses, known, headers, policy, cookies);
    }

    public FetchRequest withCookies(Cookies kept) {
        return new FetchRequest(url, userAgent, limits, addresses, known, headers, proxyAddresses, kept);
    }
}
