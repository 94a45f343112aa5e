/**
 * A crawl without a cluster: the operator's own decisions and the worker's own code, with a Redis that lives as long as the run.
 *
 * <p>Owns the folder of a run (records, status, the queue's data) and the promise that a run which was killed at any instant goes on from there, with each
 * record in the file once. Decides nothing by itself: plan, steps and status come from {@code operator/decisions}.
 */
@NullMarked
package io.crawljob.cli.local;

import org.jspecify.annotations.NullMarked;
