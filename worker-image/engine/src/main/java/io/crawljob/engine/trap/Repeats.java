package io.crawljob.engine.trap;

import java.util.HashSet;
import java.util.Set;

/** The pages of one pattern, and whether they are a trap: many, that say hardly anything new. Thread-safe. */
public final class Repeats {

    /** A pattern with fewer pages is never a trap. */
    public static final int AT_LEAST = 100;
    /** One page in ten has to be new. */
    static final int NEW_IN = 10;

    private static final int MOST_KEPT = 1_000;

    private final Set<Long> likenesses = new HashSet<>();
    private int pages;

    /** A page of the pattern was read. */
    public synchronized void read(long likeness) {
        pages++;
        if (likenesses.size() < MOST_KEPT) likenesses.add(likeness);
    }

    /** Whether another page may change the verdict: what has said a thousand different things is no trap. */
    public synchronized boolean isOpen() {
        return likenesses.size() < MOST_KEPT;
    }

    public synchronized boolean isTrap() {
        return pages >= AT_LEAST && isOpen() && likenesses.size() * NEW_IN <= pages;
    }
}
