/**
 * Which of several operators acts.
 *
 * <p>Owns the Lease, and the promise that a process which could not renew it in time does nothing more to the API server. What the operator writes to Redis is
 * safe by itself, so there is no second fence. May use the Kubernetes client and {@code cluster}.
 */
@NullMarked
package io.crawljob.operator.leadership;

import org.jspecify.annotations.NullMarked;
