/**
 * Renders pages with a real browser: Chromium, spoken to over a pipe by its DevTools protocol.
 *
 * <p>Owns the browser's processes, their age and their end, and the rule that the browser has no network of its own: whatever a page asks for is asked of a
 * {@link io.crawljob.engine.browser.Network}, which is the caller's, and all else finds no way out. May use URLs and the outcomes of fetching.
 */
@NullMarked
package io.crawljob.engine.browser;

import org.jspecify.annotations.NullMarked;
