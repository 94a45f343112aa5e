@NullMarked
package io.crawljob.operator.config;

import org.jspecify.annotations.NullMarked;
