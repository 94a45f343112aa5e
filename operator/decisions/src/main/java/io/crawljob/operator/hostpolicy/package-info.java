/**
 * From HostPolicy resources to the one document of politeness that workers read.
 *
 * <p>Owns what happens when two policies name the same host: the stricter value of each field holds, and both say so. May use the resources' records and the
 * queue's {@code HostPolicies}.
 */
@NullMarked
package io.crawljob.operator.hostpolicy;

import org.jspecify.annotations.NullMarked;
