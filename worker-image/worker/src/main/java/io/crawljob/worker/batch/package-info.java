/**
 * Many threads' calls as one: what a page's thread asks of Redis goes out together with what others ask at the same moment.
 *
 * <p>Owns the grouping alone; knows nothing of what is asked. May use only {@code java.base}.
 */
@NullMarked
package io.crawljob.worker.batch;

import org.jspecify.annotations.NullMarked;
