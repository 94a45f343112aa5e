/**
 * The jobs' plans as this worker knows them.
 *
 * <p>Owns the cache by generation, and what is made of a plan once and used for each of its pages.
 */
@NullMarked
package io.crawljob.worker.job;

import org.jspecify.annotations.NullMarked;
