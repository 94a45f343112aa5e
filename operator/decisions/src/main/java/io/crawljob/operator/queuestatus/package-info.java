/**
 * What a queue's status says.
 *
 * <p>Owns the conditions of a CrawlQueue and the judgement of its Redis. May use the resources' records, the queue's snapshots, {@code scale} and
 * {@code workers}.
 */
@NullMarked
package io.crawljob.operator.queuestatus;

import org.jspecify.annotations.NullMarked;
