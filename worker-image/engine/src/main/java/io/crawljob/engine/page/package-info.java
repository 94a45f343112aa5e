/**
 * What a page says: its title, language, metadata and links. Works on bytes alone, with bounds on size, depth and number. Uses {@code url},
 * {@code fetch} for the body, and jsoup.
 */
@NullMarked
package io.crawljob.engine.page;

import org.jspecify.annotations.NullMarked;
