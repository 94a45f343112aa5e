package io.crawljob.engine.page;

import io.crawljob.engine.fetch.FetchOutcome.Body;

/** Reads pages. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class PageReader {

    private final String userAgent;

    /** @param userAgent our whole User-Agent header: directives may be addressed to its product token */
    public PageReader(String userAgent) {
        this.userAgent = userAgent;
    }

    /** Never fails: what cannot be read is passed over, with a warning where it matters. */
    public Page read(Body body) {
        throw new UnsupportedOperationException("to come: " + userAgent + body);
    }
}
