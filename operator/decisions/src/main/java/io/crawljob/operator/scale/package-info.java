/**
 * How many workers a queue should have, and why.
 *
 * <p>Owns the promise that a queue has no more workers than its work, its hosts' politeness, its rates and its own limits can keep busy, and that it shrinks
 * only when less has sufficed for a while. Turns one {@link io.crawljob.operator.scale.Demand} into one {@link io.crawljob.operator.scale.Scaling}. May use
 * the resources' records.
 */
@NullMarked
package io.crawljob.operator.scale;

import org.jspecify.annotations.NullMarked;
