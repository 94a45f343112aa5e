package io.crawljob.engine.browser;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import java.time.Duration;

/**
 * A page to render.
 *
 * @param document as it was fetched; the browser does not ask for it again
 * @param userAgent what scripts read as {@code navigator.userAgent}
 * @param timeout for all of it, from when the page has a place in the browser
 * @param maxBytes of the rendered page
 */
public record RenderRequest(Body document, String userAgent, Duration timeout, long maxBytes) {}
