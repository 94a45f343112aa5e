/**
 * One URL, parsed once: the form that deduplication, scope, robots.txt, the address guard and the request all use. Uses OkHttp for international host
 * names and for the public suffix list, nothing else of ours.
 */
@NullMarked
package io.crawljob.engine.url;

import org.jspecify.annotations.NullMarked;
