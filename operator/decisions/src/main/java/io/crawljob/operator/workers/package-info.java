/**
 * Whether a queue's workers are ready, and if not, what the kubelet, the scheduler or the API server said about it.
 *
 * <p>Owns the closed list of reasons and their order, so that the cause which has to be mended first is the one that is shown. Works on plain records of what
 * was seen; knows no Kubernetes client.
 */
@NullMarked
package io.crawljob.operator.workers;

import org.jspecify.annotations.NullMarked;
