/**
 * One request to a host, of whatever kind: through the gate, not before its time, with the addresses that the policies open, and with what the answer says
 * about the host reported back.
 *
 * <p>Owns the rule that no request is made without a place at the gate. Everything that the worker asks of a site goes through
 * {@link io.crawljob.worker.request.Requests}.
 */
@NullMarked
package io.crawljob.worker.request;

import org.jspecify.annotations.NullMarked;
