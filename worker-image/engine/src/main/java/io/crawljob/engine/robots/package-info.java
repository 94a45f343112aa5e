/**
 * What a site's robots.txt allows (RFC 9309, read as Google's published rules read it). Pure. Uses {@code url}.
 */
@NullMarked
package io.crawljob.engine.robots;

import org.jspecify.annotations.NullMarked;
