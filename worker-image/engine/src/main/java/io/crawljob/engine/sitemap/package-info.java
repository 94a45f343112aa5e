/**
 * The URLs that a site announces: sitemaps, their indexes, feeds and plain lists. Works on bytes alone. Uses {@code url}.
 */
@NullMarked
package io.crawljob.engine.sitemap;

import org.jspecify.annotations.NullMarked;
