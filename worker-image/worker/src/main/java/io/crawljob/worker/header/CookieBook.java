package io.crawljob.worker.header;

import io.crawljob.engine.fetch.Cookies;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The cookies of each crawl that keeps them, in the memory of this worker: another one, and the next one, begin without. Thread-safe. */
final class CookieBook {

    /** With {@link Cookies#MOST_BYTES} each. */
    static final int MOST_CRAWLS = 32;

    private record Crawl(JobKey job, int run) {}

    private final Clock clock;
    /** Guarded by this; the one that was asked for longest ago first. */
    private final SequencedMap<Crawl, Cookies> kept = new LinkedHashMap<>(16, 0.75f, true);

    CookieBook(Clock clock) {
        this.clock = clock;
    }

    /** Empty for a job that keeps none. */
    Optional<Cookies> of(Plan plan) {
        return switch (plan.fetch().cookies()) {
            case IGNORE -> Optional.empty();
            case KEEP -> Optional.of(of(new Crawl(plan.job(), plan.run())));
        };
    }

    private synchronized Cookies of(Crawl crawl) {
        var cookies = kept.computeIfAbsent(crawl, _ -> new Cookies(clock));
        if (kept.size() > MOST_CRAWLS) kept.pollFirstEntry();
        return cookies;
    }
}
