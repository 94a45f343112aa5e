/** What the tests of the decisions share. */
@NullMarked
package io.crawljob.operator;

import org.jspecify.annotations.NullMarked;
