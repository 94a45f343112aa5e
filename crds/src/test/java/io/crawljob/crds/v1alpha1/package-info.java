/** Tests of the contract with users: the records, the schema, and what a real kube-apiserver makes of it. */
@NullMarked
package io.crawljob.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
