/**
 * The queue's benchmark: measures the product's own path (lease, gate, a no-op handler, settle with counters and result store) on a server that it is told
 * of, under a prefix of its own that it takes apart afterwards. Started by {@code bench} beside the module. Uses the queue's ports alone, and a connection
 * of its own to read the server's figures.
 */
@NullMarked
package io.crawljob.queue.bench;

import org.jspecify.annotations.NullMarked;
