/**
 * The product as its users meet it: installed by the chart on a real cluster, told what to do by kubectl, measured by sites that know their own truth. Uses no
 * code of the product.
 */
@NullMarked
package io.crawljob.e2e;

import org.jspecify.annotations.NullMarked;
