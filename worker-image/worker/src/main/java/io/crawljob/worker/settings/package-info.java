/**
 * What one worker process is told by its environment.
 *
 * <p>Owns the {@code CRAWL_*} keys of the worker: every problem is found in one pass, an unknown key is a problem, and nothing of it prints a secret. May use
 * the queue's settings and nothing else of ours.
 */
@NullMarked
package io.crawljob.worker.settings;

import org.jspecify.annotations.NullMarked;
