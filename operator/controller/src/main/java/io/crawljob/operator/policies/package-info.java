/**
 * Brings the cluster's politeness to the workers.
 *
 * <p>Owns the publishing of all HostPolicies as one versioned document in Redis, again whenever Redis has lost it. What the document says is decided in
 * {@code hostpolicy}.
 */
@NullMarked
package io.crawljob.operator.policies;

import org.jspecify.annotations.NullMarked;
