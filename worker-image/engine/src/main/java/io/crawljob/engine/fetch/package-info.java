/**
 * One request to one address, bounded in time and memory, and what came of it as a value. Never follows a redirect by itself. Uses {@code url},
 * {@code address} and OkHttp.
 */
@NullMarked
package io.crawljob.engine.fetch;

import org.jspecify.annotations.NullMarked;
