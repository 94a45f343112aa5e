package io.crawljob.queue;

/**
 * A worker's right to one item.
 *
 * @param number the lease number: it only grows, also over runs and wipes, and what comes with an old one is refused
 */
public record Token(JobKey job, long id, long number) {}
