package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;

/**
 * One request.
 *
 * @param userAgent the whole header
 * @param timeout for everything, from the name's resolution to the body's last byte
 * @param maxBodyBytes of the body as it is decoded
 */
public record FetchRequest(
        CanonicalUrl url, String userAgent, Duration timeout, long maxBodyBytes, AddressPolicy addresses) {}
