/**
 * A real kube-apiserver with etcd for tests, with our CRDs in it; for the tests of other modules too.
 *
 * <p>Owns where its binaries come from. May use everything: nothing of it is shipped.
 */
@NullMarked
package io.crawljob.crds.testing;

import org.jspecify.annotations.NullMarked;
