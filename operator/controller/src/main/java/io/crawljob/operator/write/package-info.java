/**
 * How statuses get to the API server.
 *
 * <p>Owns the budget: one write in two seconds for an object, twenty a second for all. What to write is decided elsewhere.
 */
@NullMarked
package io.crawljob.operator.write;

import org.jspecify.annotations.NullMarked;
