/**
 * What a job needs next, from what is seen of it.
 *
 * <p>Owns the life of a job: from its first plan over suspensions, new generations, retries and new runs to its one end. Turns one
 * {@link io.crawljob.operator.lifecycle.Observation} into a list of {@link io.crawljob.operator.lifecycle.Step}s, each of them safe to repeat, so whoever
 * carries them out may die between any two. The operator and the local run share it; nothing here knows of a cluster. May use the resources' records, the
 * queue's records, plans and turns.
 */
@NullMarked
package io.crawljob.operator.lifecycle;

import org.jspecify.annotations.NullMarked;
