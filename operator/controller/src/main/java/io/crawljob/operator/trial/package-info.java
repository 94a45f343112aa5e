/**
 * {@code helm test}: one tiny crawl through the whole installation.
 *
 * <p>Owns a process of its own, in the operator's image: it serves two pages, has them crawled as a user would, and ends well only when they were. May use the
 * kinds and the client; knows nothing of the operator's inside.
 */
@NullMarked
package io.crawljob.operator.trial;

import org.jspecify.annotations.NullMarked;
