/**
 * A small site on loopback that shows what a crawl meets: redirects, a missing page, one that robots.txt forbids, one that only the sitemap names, other
 * charsets, a page that answers 503 first, and one page under several spellings.
 *
 * <p>Owns the site and the manifest that crawls it. Uses nothing of ours.
 */
@NullMarked
package io.crawljob.cli.demo;

import org.jspecify.annotations.NullMarked;
