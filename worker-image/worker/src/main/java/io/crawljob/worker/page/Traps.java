package io.crawljob.worker.page;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.engine.trap.Repeats;
import io.crawljob.engine.trap.UrlPattern;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.memory.Memory;

/**
 * The traps that this worker has found: patterns of URLs, by job, under which a site gives the same page again and again. Each worker learns them by itself.
 * Thread-safe; bounded, and the longest unused is forgotten.
 */
final class Traps {

    static final String RULE = "NearDuplicate";

    private static final int MOST = 10_000;

    private record Key(long place, String pattern) {}

    private final Cache<Key, Repeats> patterns =
            Memory.bounded().maximumSize(MOST).build();
    /** Places with a trap: nearly none, so that links cost nothing. */
    private final Cache<Long, Boolean> trapped =
            Memory.bounded().maximumSize(MOST).build();

    /** Only URLs with something that changes from one to the next can be a trap's. */
    void read(long place, CanonicalUrl url, long likeness) {
        var pattern = UrlPattern.of(url);
        if (pattern.equals(url.toString())) return;
        var repeats = patterns.get(new Key(place, pattern), _ -> new Repeats());
        repeats.read(likeness);
        if (repeats.isTrap()) trapped.put(place, true);
    }

    /** Whether a page's likeness may tell anything. */
    boolean asks(long place, CanonicalUrl url) {
        var pattern = UrlPattern.of(url);
        if (pattern.equals(url.toString())) return false;
        var repeats = patterns.getIfPresent(new Key(place, pattern));
        return repeats == null || repeats.isOpen();
    }

    boolean holds(long place, CanonicalUrl url) {
        if (trapped.getIfPresent(place) == null) return false;
        var repeats = patterns.getIfPresent(new Key(place, UrlPattern.of(url)));
        return repeats != null && repeats.isTrap();
    }
}
