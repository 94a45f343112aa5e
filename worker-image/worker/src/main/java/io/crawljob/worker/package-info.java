/**
 * One worker: leases pages, passes the gate, fetches, understands, discovers and settles them.
 *
 * <p>Owns the process ({@link io.crawljob.worker.Main}) and the graph of its parts ({@link io.crawljob.worker.Worker}), of which several can live in one
 * process. Knows the queue and the engine; knows nothing of Kubernetes.
 */
@NullMarked
package io.crawljob.worker;

import org.jspecify.annotations.NullMarked;
