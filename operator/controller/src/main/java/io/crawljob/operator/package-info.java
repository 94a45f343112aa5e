/**
 * The operator as one process.
 *
 * <p>Owns the graph of its parts, built by hand and closed in reverse: what runs in every replica ({@link io.crawljob.operator.OperatorProcess}), and what the
 * leader alone runs ({@code ControlPlane}).
 */
@NullMarked
package io.crawljob.operator;

import org.jspecify.annotations.NullMarked;
