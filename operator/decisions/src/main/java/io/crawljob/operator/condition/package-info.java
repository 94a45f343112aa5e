/**
 * Conditions as every kind has them: a list that is a map by type.
 *
 * <p>Owns that the transition time stays while the status does, that messages have the length of the schema, and that texts of strangers cannot make a status
 * large. May use the resources' records.
 */
@NullMarked
package io.crawljob.operator.condition;

import org.jspecify.annotations.NullMarked;
