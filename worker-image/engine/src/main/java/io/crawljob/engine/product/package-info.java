/**
 * A product as a shop states it: one snapshot, the same whatever syntax it is stated in. Pure. Uses {@code structured} and {@code url}.
 */
@NullMarked
package io.crawljob.engine.product;

import org.jspecify.annotations.NullMarked;
