/**
 * What the operator's process is told from outside: the {@code CRAWL_*} environment, read once.
 *
 * <p>Owns the rule that all problems of a configuration are told together, and that a key which nobody reads is one of them. May use only the queue's
 * {@link io.crawljob.queue.RedisSettings} and {@code java.base}.
 */
@NullMarked
package io.crawljob.operator.config;

import org.jspecify.annotations.NullMarked;
