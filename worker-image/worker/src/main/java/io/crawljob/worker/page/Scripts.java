package io.crawljob.worker.page;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.JobKey;
import io.crawljob.worker.memory.Memory;
import java.time.Duration;
import java.util.Optional;

/** Scripts that a job's pages were given of late: the next page that names one has it without a request. Thread-safe. */
final class Scripts {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long MOST_BYTES = 24L << 20;

    private final Cache<Key, Body> kept = Memory.bounded()
            .expireAfterWrite(KEPT)
            .maximumWeight(MOST_BYTES)
            .weigher((Key _, Body body) -> body.bytes().length)
            .build();

    /** @param own asked for with the job's headers, for pages of its own origin: no other page is to see what came of it */
    record Key(JobKey job, CanonicalUrl url, boolean own) {}

    Optional<Body> find(Key key) {
        return Optional.ofNullable(kept.getIfPresent(key));
    }

    void keep(Key key, Body body) {
        kept.put(key, body);
    }
}
