/**
 * How the operator speaks to the API server.
 *
 * <p>Owns the client (which HTTP client it runs on, its time limits, that an object which cannot be read does not stop an informer), the one field manager,
 * and the words for an answer that is a refusal. Knows nothing of crawls.
 */
@NullMarked
package io.crawljob.operator.cluster;

import org.jspecify.annotations.NullMarked;
