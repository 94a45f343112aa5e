package io.crawljob.engine.browser;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;

/** What came of rendering a page. */
public sealed interface RenderOutcome {

    /**
     * @param address where the page says that it is: scripts may have changed it without a request; always of the document's origin
     * @param html in UTF-8; the caller may not change it
     * @param warnings what the page did without
     */
    @SuppressWarnings("ArrayRecordComponent") // a page is large, and nobody compares two
    record Rendered(CanonicalUrl address, byte[] html, List<String> warnings) implements RenderOutcome {
        public Rendered {
            warnings = List.copyOf(warnings);
        }
    }

    /** A script, or a refresh, led to another page, which was not asked for. */
    record MovedTo(CanonicalUrl target) implements RenderOutcome {}

    /** The network would not give the page what it asked for, and knows why. */
    record GivenUp() implements RenderOutcome {}

    record Failed(FetchOutcome.Failed failure) implements RenderOutcome {

        static Failed of(FailureClass failure, String message) {
            return new Failed(new FetchOutcome.Failed(failure, message, 0, null));
        }
    }
}
