@NullMarked
package io.crawljob.operator;

import org.jspecify.annotations.NullMarked;
