/**
 * The contract with users: spec and status of the four kinds of {@code crawljob.io/v1alpha1}, as they lie in the API server.
 *
 * <p>Owns the names, the defaults and the closed lists of values; the CRD YAML under {@code crds/} says the same to the API server, and a test proves
 * that the two agree. Reading never fails: an unknown field is passed over, an unknown value of a closed list is {@code UNKNOWN}, an absent list is
 * empty, and an absent field that has a default has it; so whoever reads a component that is not {@code @Nullable} gets a value, with or without an
 * API server in between. May use Jackson's annotations and fabric8's model; knows nothing of the other modules.
 */
@NullMarked
package io.crawljob.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
