/**
 * Records and events over HTTP, for those who may read the CrawlJob.
 *
 * <p>Owns the paths of {@code docs/read-api.md} and the rule that a caller's right is asked of the API server at each request, never guessed. Reads Redis
 * through {@link io.crawljob.queue.Jobs}; writes nothing but acknowledgements. Served by every replica, leading or not.
 */
@NullMarked
package io.crawljob.operator.readapi;

import org.jspecify.annotations.NullMarked;
