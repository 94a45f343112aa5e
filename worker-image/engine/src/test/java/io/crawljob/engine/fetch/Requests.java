package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;

/** Requests as tests make them: to loopback, of at most 100,000 bytes. */
final class Requests {

    static final int MOST_BYTES = 100_000;
    static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(20), MOST_BYTES, WhenTooLarge.FAIL);

    private Requests() {}

    static FetchRequest of(CanonicalUrl url) {
        return of(url, LIMITS);
    }

    static FetchRequest of(CanonicalUrl url, FetchLimits limits) {
        return new FetchRequest(url, "CrawlJob/1 (+https://crawljob.example)", limits, AddressPolicy.LOCAL);
    }

    static FetchRequest publicOnly(CanonicalUrl url) {
        return new FetchRequest(url, "CrawlJob/1 (+https://crawljob.example)", LIMITS, AddressPolicy.PUBLIC);
    }
}
