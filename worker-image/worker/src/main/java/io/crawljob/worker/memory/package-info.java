/**
 * What a worker remembers of what it was told, to ask less: bounded, and never the only place where something is kept.
 *
 * <p>A memory of another kind of thing is made by {@link io.crawljob.worker.memory.Memory}, by whoever uses it.
 */
@NullMarked
package io.crawljob.worker.memory;

import org.jspecify.annotations.NullMarked;
