/**
 * What a worker has in its hand, from the lease to the settlement.
 *
 * <p>Owns leasing, keeping leases alive, settling, and the rule that each item in hand ends in exactly one of: settled, put back, or lost to another worker.
 * Knows the queue's ports; what is done with an item is {@link io.crawljob.worker.hand.ItemWork}'s.
 */
@NullMarked
package io.crawljob.worker.hand;

import org.jspecify.annotations.NullMarked;
