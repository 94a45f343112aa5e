/**
 * The main text of a page: which part of it a reader came for, without what surrounds it. Pure, and linear in the page's size. Uses {@code dom} and jsoup.
 */
@NullMarked
package io.crawljob.engine.article;

import org.jspecify.annotations.NullMarked;
