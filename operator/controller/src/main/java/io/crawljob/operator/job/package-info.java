/**
 * The control plane of one CrawlJob.
 *
 * <p>Owns the wheel of observe, decide, act, record, and what becomes of a job's keys when its resource is gone. What to do is decided in {@code lifecycle},
 * what to say in {@code status}; here it is carried out.
 */
@NullMarked
package io.crawljob.operator.job;

import org.jspecify.annotations.NullMarked;
