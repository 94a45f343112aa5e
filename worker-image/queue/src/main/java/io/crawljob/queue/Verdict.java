package io.crawljob.queue;

/** What Redis made of a settlement. */
public enum Verdict {
    ACCEPTED,
    /** The lease is not the worker's any more: it had no effect. */
    REFUSED,
    /** The job has no keys: it had no effect. */
    GONE
}
