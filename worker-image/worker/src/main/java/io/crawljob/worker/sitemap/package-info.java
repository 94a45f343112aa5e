/**
 * The pages that a site's sitemaps name, discovered while the seed that stands for the site is in hand.
 *
 * <p>Owns the walk over indexes (each sitemap once, so many levels, so many sitemaps) and that every one of them passes robots and the gate.
 */
@NullMarked
package io.crawljob.worker.sitemap;

import org.jspecify.annotations.NullMarked;
