/**
 * Pages as trees: parsing, walking and reading their text, each bounded whatever a page does, and without recursion. Uses jsoup, nothing of ours.
 */
@NullMarked
package io.crawljob.engine.dom;

import org.jspecify.annotations.NullMarked;
