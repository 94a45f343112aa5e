/**
 * Values that a job's author picks from pages by CSS selector, typed and normalised. Pure. Uses {@code dom}, {@code value}, {@code url} and jsoup.
 */
@NullMarked
package io.crawljob.engine.field;

import org.jspecify.annotations.NullMarked;
