/**
 * Which jobs of a queue run, and which wait for their turn, when the queue bounds how many run at once ({@code spec.jobs.maxRunning}).
 *
 * <p>Owns the promise that the order is by priority, then by age, and that a job which runs is never stopped for another one. May use the queue's names and a job's resource.
 */
@NullMarked
package io.crawljob.operator.turn;

import org.jspecify.annotations.NullMarked;
