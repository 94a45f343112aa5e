/**
 * How a crawl looks to a person while it runs: redrawn on a terminal, a line each few seconds elsewhere.
 *
 * <p>Owns words and layout only: everything that is shown stands in the CrawlJob's status.
 */
@NullMarked
package io.crawljob.cli.progress;

import org.jspecify.annotations.NullMarked;
