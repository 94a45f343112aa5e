package io.crawljob.operator.write;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives out times for writes: at most {@code perSecond} in any second for all objects, and no two of one object closer than {@code perObject}. Whoever is told
 * to wait has a place kept, so nobody starves. Thread-safe.
 */
public final class WritePace {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int REMEMBERED = 1_000;

    private final int perSecond;
    private final Duration perObject;
    // Guarded by this, all four.
    private final Map<String, Instant> places = new HashMap<>();
    private final Map<String, Instant> written = new HashMap<>();
    private final ArrayDeque<Instant> lately = new ArrayDeque<>();
    private Instant nextPlace = Instant.EPOCH;

    public WritePace(int perSecond, Duration perObject) {
        this.perSecond = perSecond;
        this.perObject = perObject;
    }

    /** @return zero when {@code uid} may be written now, and then counts as written; else how long to wait before asking again */
    public synchronized Duration take(String uid, Instant now) {
        var allowed = written.containsKey(uid) ? written.get(uid).plus(perObject) : now;
        if (allowed.isAfter(now)) return Duration.between(now, allowed);
        var place = places.computeIfAbsent(uid, any -> nextPlace(now));
        if (place.isAfter(now)) return Duration.between(now, place);
        // Places that are taken up late could bunch; this holds them to the limit all the same.
        if (lately.size() >= perSecond && lately.getFirst().plus(SECOND).isAfter(now)) {
            return Duration.between(now, lately.getFirst().plus(SECOND));
        }
        places.remove(uid);
        note(uid, now);
        return Duration.ZERO;
    }

    /** The object is gone. */
    public synchronized void forget(String uid) {
        places.remove(uid);
        written.remove(uid);
    }

    private Instant nextPlace(Instant now) {
        var place = nextPlace.isAfter(now) ? nextPlace : now;
        nextPlace = place.plus(SECOND.dividedBy(perSecond));
        return place;
    }

    private void note(String uid, Instant now) {
        written.put(uid, now);
        lately.addLast(now);
        if (lately.size() > perSecond) lately.removeFirst();
        if (written.size() > REMEMBERED) {
            written.values().removeIf(at -> !at.plus(perObject).isAfter(now));
        }
    }
}
