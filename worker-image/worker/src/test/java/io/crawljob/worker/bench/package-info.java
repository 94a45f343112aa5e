/**
 * What {@code bench/run} starts: one whole worker for measuring.
 */
@NullMarked
package io.crawljob.worker.bench;

import org.jspecify.annotations.NullMarked;
