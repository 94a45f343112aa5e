/**
 * One whole worker that crawls as fast as it can: for measuring, by {@code bench/run}, and for training, from which the images and {@code bench/run} have their
 * AOT cache.
 */
@NullMarked
package io.crawljob.worker.bench;

import org.jspecify.annotations.NullMarked;
