package io.crawljob.engine.check;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@code crawl check} answers; each takes one object and never fails: a problem is {@code {"error": …}}. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class Checks {

    /** In: agent, robots or robotsBase64, url. Out: allowed, crawlDelaySeconds. */
    public ObjectNode robots(ObjectNode question) {
        throw new UnsupportedOperationException("to come: " + question);
    }

    /** In: base (may be absent), url. Out: parsed, url; or error. */
    public ObjectNode url(ObjectNode question) {
        throw new UnsupportedOperationException("to come: " + question);
    }

    /** In: url, contentType, body or bodyBase64. Out: the record's parts. */
    public ObjectNode extract(ObjectNode question) {
        throw new UnsupportedOperationException("to come: " + question);
    }

    /** In: url or address. Out: allowed, reason. */
    public ObjectNode address(ObjectNode question) {
        throw new UnsupportedOperationException("to come: " + question);
    }
}
