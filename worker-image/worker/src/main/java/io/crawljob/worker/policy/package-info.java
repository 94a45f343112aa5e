/**
 * The cluster's politeness as one worker applies it.
 *
 * <p>Owns the choice of the rule for a host: exact beats the longest wildcard, what two rules for the same pattern disagree on is the stricter value, and
 * what a rule leaves out is the default's. Pure but for {@link io.crawljob.worker.policy.Policies}, which reads the rules again when they change.
 */
@NullMarked
package io.crawljob.worker.policy;

import org.jspecify.annotations.NullMarked;
