package io.crawljob.queue;

/** The life of one job's keys. */
public enum JobState {
    RUNNING,
    /** No new item is leased; those in hand finish; the frontier is kept. */
    SUSPENDED,
    /** Being taken apart, for a new run or after its resource went away. */
    DRAINING,
    /** Stopped for good; the records are kept. */
    CANCELLED,
    /** Closed by {@link Jobs#finish}: nothing waits, is delayed or leased. */
    FINISHED,
    /** No keys: never opened, purged, or lost by Redis. */
    GONE
}
