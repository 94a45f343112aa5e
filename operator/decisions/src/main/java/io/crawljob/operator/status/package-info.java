/**
 * What a job's status says, and which events tell its story.
 *
 * <p>Owns the conditions with their closed reasons and messages, the promise that a status stays under 32 KiB whatever the crawl, that counters never fall
 * and terminal conditions never turn back within a run, and that nothing ticks or flickers. May use the resources' records and {@code lifecycle}.
 */
@NullMarked
package io.crawljob.operator.status;

import org.jspecify.annotations.NullMarked;
