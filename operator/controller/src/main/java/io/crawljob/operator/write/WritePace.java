package io.crawljob.operator.write;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives out times for writes: at most {@code perSecond} in any second for all objects, and no two of one object closer than {@code perObject}. Whoever is told
 * to wait has a place kept, so nobody starves. Groups take turns, whatever the length of their lines: a group with one object waits for one write of each
 * other group, not for all of them. Thread-safe.
 */
public final class WritePace {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Who does not come back so long after the time it was told has nothing to write any more. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final int REMEMBERED = 1_000;

    private final int perSecond;
    private final Duration perObject;
    private final Duration step;
    // Guarded by this, all four.
    private final Lines lines = new Lines();
    private final Map<String, Instant> written = new HashMap<>();
    private final ArrayDeque<Instant> lately = new ArrayDeque<>();
    private Instant next = Instant.EPOCH;

    public WritePace(int perSecond, Duration perObject) {
        this.perSecond = perSecond;
        this.perObject = perObject;
        this.step = SECOND.dividedBy(perSecond);
    }

    /**
     * @param group such as a namespace
     * @return zero when {@code uid} may be written now, and then counts as written; else how long to wait before asking again
     */
    public synchronized Duration take(String group, String uid, Instant now) {
        var allowed = written.containsKey(uid) ? written.get(uid).plus(perObject) : now;
        if (allowed.isAfter(now)) return Duration.between(now, allowed);
        lines.dropBefore(now.minus(LATE));
        var ahead = lines.ahead(group, uid, now);
        var free = free(now);
        if (ahead > 0 || free.isAfter(now)) {
            var at = free.plus(step.multipliedBy(ahead));
            lines.keep(group, uid, at);
            return Duration.between(now, at);
        }
        lines.served(group, uid);
        note(uid, now);
        return Duration.ZERO;
    }

    /** The object is gone. */
    public synchronized void forget(String uid) {
        lines.forget(uid);
        written.remove(uid);
    }

    /** When the next write may be. While others wait, what came late is made up for within the limit. */
    private Instant free(Instant now) {
        var full = lately.size() >= perSecond ? lately.getFirst().plus(SECOND) : now;
        return later(later(full, next), now);
    }

    private void note(String uid, Instant now) {
        var from = lines.isEmpty() ? now : later(next, now.minus(SECOND));
        next = from.plus(step);
        written.put(uid, now);
        lately.addLast(now);
        if (lately.size() > perSecond) lately.removeFirst();
        if (written.size() > REMEMBERED) {
            written.values().removeIf(at -> !at.plus(perObject).isAfter(now));
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
