/**
 * The operator's own endpoint for the kubelet and Prometheus: {@code /healthz}, {@code /readyz}, {@code /metrics}.
 *
 * <p>Owns no judgement: it is told what healthy and ready mean. May use the JDK's HTTP server and Micrometer's registry.
 */
@NullMarked
package io.crawljob.operator.http;

import org.jspecify.annotations.NullMarked;
