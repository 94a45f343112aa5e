/**
 * Which URLs belong to a crawl, by closed rules with names. Pure. Uses {@code url}.
 */
@NullMarked
package io.crawljob.engine.scope;

import org.jspecify.annotations.NullMarked;
