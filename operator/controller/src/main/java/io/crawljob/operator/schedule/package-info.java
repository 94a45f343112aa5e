/**
 * CrawlSchedules, which this version does not act on yet.
 *
 * <p>Owns that each of them says so, instead of being accepted and ignored.
 */
@NullMarked
package io.crawljob.operator.schedule;

import org.jspecify.annotations.NullMarked;
