/**
 * What is told besides the status: Kubernetes Events, and the job's own stream in Redis.
 *
 * <p>Owns the promise that one reason comes at most once a minute for an object, and that telling never stops what is told about.
 */
@NullMarked
package io.crawljob.operator.events;

import org.jspecify.annotations.NullMarked;
