/**
 * From what a user wrote to what workers do: the only place where a CrawlJob's spec becomes a plan.
 *
 * <p>Owns every rule about a spec, also those that the schema has already checked, and the default of every field; all problems are told at once. May use the
 * resources' records, the queue's plan, and the engine's pure parts (URLs and scope), so that seeds have the form that workers know them by.
 */
@NullMarked
package io.crawljob.operator.plan;

import org.jspecify.annotations.NullMarked;
