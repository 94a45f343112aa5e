/**
 * What people write for numbers, dates, truth values and money, read into forms that machines compare. Pure.
 */
@NullMarked
package io.crawljob.engine.value;

import org.jspecify.annotations.NullMarked;
