/**
 * CrawlSchedules: carries out what {@code SchedulePolicy} decides.
 *
 * <p>Owns the making and the removing of the CrawlJobs of a schedule, and the writing of its status.
 */
@NullMarked
package io.crawljob.operator.schedules;

import org.jspecify.annotations.NullMarked;
