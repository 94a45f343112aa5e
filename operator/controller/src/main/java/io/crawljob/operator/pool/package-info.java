/**
 * The control plane of one CrawlQueue: its workers' Deployment, what they need around it, and what is seen of them.
 *
 * <p>Owns every object that the operator makes, all of them owned by the CrawlQueue; an object of somebody else under one of their names is left alone. How
 * many workers there are is decided in {@code scale}, what their trouble means in {@code workers}.
 */
@NullMarked
package io.crawljob.operator.pool;

import org.jspecify.annotations.NullMarked;
