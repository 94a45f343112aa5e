/**
 * Parts of a site that go on without end: the same page under ever new URLs. Pure but for a bounded memory. Uses {@code url} and jsoup.
 */
@NullMarked
package io.crawljob.engine.trap;

import org.jspecify.annotations.NullMarked;
