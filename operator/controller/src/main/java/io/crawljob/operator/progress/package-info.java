/**
 * What the operator knows of every live job, and how it notices that something has moved.
 *
 * <p>Owns the board (one file for each CrawlJob, in memory, made anew after a start) and the poller, which reads all jobs from Redis in one pipelined call each
 * second and wakes those whose numbers have changed. Decides nothing and writes nothing.
 */
@NullMarked
package io.crawljob.operator.progress;

import org.jspecify.annotations.NullMarked;
