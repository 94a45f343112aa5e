package io.crawljob.worker.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.JobKey;
import java.time.Duration;
import java.util.Optional;

/** Scripts that a job's pages were given of late: the next page that names one has it without a request. Thread-safe. */
final class Scripts {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long MOST_BYTES = 24L << 20;

    private final Cache<Key, Body> kept = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(MOST_BYTES)
            .weigher((Key _, Body body) -> body.bytes().length)
            .build();

    private record Key(JobKey job, CanonicalUrl url) {}

    Optional<Body> find(JobKey job, CanonicalUrl url) {
        return Optional.ofNullable(kept.getIfPresent(new Key(job, url)));
    }

    void keep(JobKey job, Body body) {
        kept.put(new Key(job, body.url()), body);
    }
}
