/**
 * What the charts render, by helm itself, and what a real API server says of it.
 *
 * <p>Owns the rendering of the charts beside. May use helm-java and the API server of the module {@code crds}; none of the product's code.
 */
@NullMarked
package io.crawljob.chart;

import org.jspecify.annotations.NullMarked;
