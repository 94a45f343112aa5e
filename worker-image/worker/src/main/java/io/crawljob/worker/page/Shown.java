package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Outcome;
import java.util.List;

/** A page that was fetched, as its job wants to see it. */
sealed interface Shown {

    /**
     * @param body as it came, or what a browser made of it, under the address that the page has given itself
     * @param warnings what the page did without
     */
    record Page(Body body, boolean rendered, List<String> warnings) implements Shown {}

    /** Its scripts lead to another page. */
    record Elsewhere(CanonicalUrl target) implements Shown {}

    /** It could not be shown. */
    record Ended(Outcome outcome) implements Shown {}
}
