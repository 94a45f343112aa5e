package io.crawljob.engine.browser;

import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.Optional;

/** The only way out of the browser. Called for several requests of a page at once, each on a thread of its own that is interrupted when its page ends. */
public interface Network {

    /**
     * One request by GET, one hop: a redirect's target is asked for by a call of its own. Empty when the page cannot have it now and is to be given up for
     * another time. What it throws ends the page too.
     */
    Optional<FetchOutcome> get(CanonicalUrl url, Use use) throws InterruptedException;

    /** What the page wants it for. */
    enum Use {
        /** Part of a page's program: the same for each page that names it. */
        SCRIPT,
        /** Asked for by a script. */
        DATA
    }
}
