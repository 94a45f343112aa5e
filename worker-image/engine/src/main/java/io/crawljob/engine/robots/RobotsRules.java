package io.crawljob.engine.robots;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a robots.txt says to one crawler. Immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class RobotsRules {

    /** More than this is not read, as RFC 9309, section 2.5, allows. */
    public static final int MOST_BYTES = 500 * 1024;

    private RobotsRules() {}

    /** Of a host that has no robots.txt: everything is allowed. */
    public static RobotsRules allowAll() {
        return new RobotsRules();
    }

    /**
     * Never fails: what is not understood is passed over.
     *
     * @param userAgent our whole User-Agent header; its first word, up to a slash, is the product token
     */
    public static RobotsRules parse(byte[] content, String userAgent) {
        throw new UnsupportedOperationException("to come");
    }

    public boolean allows(CanonicalUrl url) {
        throw new UnsupportedOperationException("to come");
    }

    /** What our group asks for, else what everybody's does; at most a day. */
    public Optional<Duration> crawlDelay() {
        throw new UnsupportedOperationException("to come");
    }

    /** As they stand; they may be relative or no URLs at all. */
    public List<String> sitemaps() {
        throw new UnsupportedOperationException("to come");
    }
}
