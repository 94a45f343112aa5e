/**
 * When the crawls of a CrawlSchedule are due, and what follows from it.
 *
 * <p>Owns the reading of cron and time zones, and what a schedule makes, takes away and says of itself. Pure: no clock, no client.
 */
@NullMarked
package io.crawljob.operator.schedule;

import org.jspecify.annotations.NullMarked;
