/** Waiting: the one place where a thread of the worker sleeps. */
@NullMarked
package io.crawljob.worker.time;

import org.jspecify.annotations.NullMarked;
