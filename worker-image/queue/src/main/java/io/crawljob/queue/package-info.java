/**
 * The contract with Redis: where the items of every job wait, who works on which, and when a host may be asked.
 *
 * <p>Owns the keys, the scripts and their promises: an item is in exactly one state, leaves Redis only when it is settled, and has its effect once. Five
 * ports, by who calls them: {@link io.crawljob.queue.Frontier} is the worker's, {@link io.crawljob.queue.Jobs} the operator's,
 * {@link io.crawljob.queue.Gate} guards every request to a host, {@link io.crawljob.queue.SharedState} holds what all workers read, and
 * {@link io.crawljob.queue.Server} is the server itself. {@link io.crawljob.queue.RedisQueue} has them all. Knows nothing of Kubernetes or HTTP; may use
 * lettuce and Jackson. The frontier key by key: {@code docs/frontier.md} in this module.
 */
@NullMarked
package io.crawljob.queue;

import org.jspecify.annotations.NullMarked;
