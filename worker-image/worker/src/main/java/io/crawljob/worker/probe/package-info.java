/**
 * What a kubelet and a Prometheus ask a worker: whether it is alive, whether it is ready, and its figures.
 *
 * <p>Owns the HTTP endpoint and the names and labels of the metrics, whose number is bounded: no host, job or URL is ever a label. May use the JDK's server
 * and Micrometer.
 */
@NullMarked
package io.crawljob.worker.probe;

import org.jspecify.annotations.NullMarked;
