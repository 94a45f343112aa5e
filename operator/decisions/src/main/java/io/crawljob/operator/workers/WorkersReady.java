package io.crawljob.operator.workers;

import io.crawljob.crds.v1alpha1.Reason;

/**
 * The answer to "are there workers?", as the condition {@code WorkersReady} says it.
 *
 * @param stuck whether somebody has to do something before workers come
 */
public record WorkersReady(boolean ready, boolean stuck, Reason reason, String message) {}
