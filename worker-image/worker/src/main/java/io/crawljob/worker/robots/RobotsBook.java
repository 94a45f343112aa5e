package io.crawljob.worker.robots;

import com.github.benmanes.caffeine.cache.Cache;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.queue.SharedState;
import io.crawljob.worker.memory.Memory;
import io.crawljob.worker.request.Want;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The robots.txt of every origin, from memory, from Redis, or from the origin, in this order. Thread-safe. */
public final class RobotsBook {

    /** RFC 9309, section 2.4. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final int MOST_IN_MEMORY = 10_000;

    private record Key(String origin, String userAgent) {}

    private record Known(RobotsRules rules, Instant until) {}

    private final SharedState shared;
    private final RobotsFetch fetch;
    private final Clock clock;
    private final Cache<Key, Known> memory =
            Memory.bounded().maximumSize(MOST_IN_MEMORY).build();
    private final Map<String, CompletableFuture<RobotsAnswer>> underWay = new ConcurrentHashMap<>();

    public RobotsBook(SharedState shared, RobotsFetch fetch, Clock clock) {
        this.shared = shared;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** @param page whose origin's rules are wanted, with the item that they are wanted for */
    public RobotsAnswer rules(Want page) throws InterruptedException {
        var key = new Key(page.url().origin(), page.job().userAgent());
        while (true) {
            var known = known(key);
            if (known.isPresent()) return new RobotsAnswer.Rules(known.get());
            var mine = new CompletableFuture<RobotsAnswer>();
            var theirs = underWay.putIfAbsent(key.origin(), mine);
            if (theirs == null) return fetch(key, page, mine);
            var answer = await(theirs);
            // Rules are read from where they were kept: the other's agent may not be this one's.
            if (answer.isPresent() && !(answer.get() instanceof RobotsAnswer.Rules)) return answer.get();
        }
    }

    private Optional<RobotsRules> known(Key key) {
        var now = clock.instant();
        var known = memory.getIfPresent(key);
        if (known != null && now.isBefore(known.until())) return Optional.of(known.rules());
        return shared.robots(key.origin())
                .flatMap(RobotsDocument::decode)
                .filter(document -> document.left(now, KEPT).isPositive())
                .map(document -> remember(key, document, now));
    }

    private RobotsRules remember(Key key, RobotsDocument document, Instant now) {
        var rules = document.rules(key.userAgent());
        memory.put(key, new Known(rules, now.plus(document.left(now, KEPT))));
        return rules;
    }

    private RobotsAnswer fetch(Key key, Want page, CompletableFuture<RobotsAnswer> mine) throws InterruptedException {
        try {
            var answer = switch (fetch.fetch(page)) {
                case RobotsFetch.Content content -> keep(key, page, content);
                case RobotsFetch.Without without -> without.answer();
            };
            mine.complete(answer);
            return answer;
        } finally {
            underWay.remove(key.origin(), mine);
            // Has no effect on one that is complete; else whoever waits asks for himself.
            mine.cancel(false);
        }
    }

    private RobotsAnswer keep(Key key, Want page, RobotsFetch.Content content) {
        var now = clock.instant();
        var document = RobotsDocument.of(now, content.bytes());
        shared.storeRobots(key.origin(), document.encode(), KEPT);
        var rules = remember(key, document, now);
        fetch.reportCrawlDelay(page.url().lane(), rules.crawlDelay().orElse(Duration.ZERO));
        return new RobotsAnswer.Rules(rules);
    }

    private static Optional<RobotsAnswer> await(CompletableFuture<RobotsAnswer> theirs) throws InterruptedException {
        try {
            return Optional.of(theirs.get());
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            return Optional.empty();
        }
    }
}
