/**
 * The items that a page states for machines, in JSON-LD, microdata or RDFa Lite, all in JSON-LD's shape: {@code @type}, then properties, one value or an
 * array. Bounded in number and depth. Uses {@code url} and jsoup.
 */
@NullMarked
package io.crawljob.engine.structured;

import org.jspecify.annotations.NullMarked;
