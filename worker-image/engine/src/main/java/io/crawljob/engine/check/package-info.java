/**
 * The answers of {@code crawl check}: one JSON object in, one out, offline. Thin code over the other packages.
 */
@NullMarked
package io.crawljob.engine.check;

import org.jspecify.annotations.NullMarked;
