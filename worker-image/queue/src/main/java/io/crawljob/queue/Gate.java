package io.crawljob.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a lane's budget is kept, over all jobs, queues, namespaces and workers: every request to a host passes it, right before it is made.
 * Time is Redis's own. Thread-safe; throws {@link QueueUnavailableException} when Redis does not answer.
 */
public interface Gate {

    /** A granted start lies this far ahead at the most; whatever would be later is refused, with the time to ask again. */
    Duration HORIZON = Duration.ofSeconds(2);

    /**
     * @param member who will hold the place until it is released: unique for a request, such as {@code job|id|lease number}. What stands before the first
     *     bar is who waits when it is refused: a place that becomes free is promised to whoever has waited longest
     * @param budget what the worker knows of the lane's budget; the strictest of it and what the lane itself knows holds
     * @param pool a second lane that it needs room in at the same time; null: none
     */
    record Request(
            String lane,
            String member,
            Budget budget,
            @Nullable Pool pool) {
        public Request(String lane, String member, Budget budget) {
            this(lane, member, budget, null);
        }
    }

    /**
     * The lane of a queue with limits. Whoever is refused in one of both lanes uses up nothing in the other, on one server; on a cluster the start in the
     * first is lost when the second refuses.
     */
    record Pool(String lane, Budget budget) {}

    /**
     * @param delay between the starts of two requests
     * @param perMinute starts a minute, or null
     * @param burst how many of those may start at once after a quiet time: in no window more than rate × its length + burst
     * @param version of the policies that it comes from: an older one than the lane has seen does not loosen it
     */
    record Budget(
            Duration delay,
            int maxConcurrent,
            @Nullable Integer perMinute,
            int burst,
            @Nullable Instant blockedUntil,
            long version) {

        /** Starts by rate evenly spaced. */
        public Budget(
                Duration delay,
                int maxConcurrent,
                @Nullable Integer perMinute,
                @Nullable Instant blockedUntil,
                long version) {
            this(delay, maxConcurrent, perMinute, 1, blockedUntil, version);
        }
    }

    sealed interface Grant {
        /**
         * The place is taken: begin after {@code in}, not before; and not later than {@code within} after that, since the next start may be granted already.
         * Whoever misses it asks again, or gives the place back.
         *
         * @param apart the delay between the starts of two requests that the lane has by now: who makes several keeps them as far apart even when they are late, by {@link Pace}
         */
        record Start(Duration in, Duration within, Duration apart) implements Grant {}

        /** @param byPool whether it is the second lane that has no room */
        record Refused(Duration askAgainIn, Reason reason, boolean byPool) implements Grant {
            public Refused(Duration askAgainIn, Reason reason) {
                this(askAgainIn, reason, false);
            }
        }
    }

    /** Why a lane lets nothing start now. */
    enum Reason {
        DELAY,
        CONCURRENCY,
        RATE,
        /** A policy blocks it. */
        BLOCKED,
        /** The server asked to wait (Retry-After), or answers 429 or 503 without saying for how long. */
        RATE_LIMITED,
        /** It failed to connect again and again, and rests. */
        UNREACHABLE
    }

    /** A grant or a refusal for each, in order. */
    List<Grant> reserve(List<Request> requests);

    /** Gives places back, used or not, of requests that began in time. */
    default void release(List<Request> requests) {
        end(requests.stream().map(request -> new Ended(request, null)).toList());
    }

    /** @param begunAgo since when the request was really under way, if it began late: the next one is to be as far from it as from one in time */
    record Ended(Request request, @Nullable Duration begunAgo) {}

    /** Gives places back. */
    void end(List<Ended> requests);

    /** Keeps places of requests that take long. */
    void extend(List<Request> requests);

    /** What a server's answer says about its lane. */
    sealed interface Report {
        /** A good answer: what was slowed down recovers. */
        record Answered() implements Report {}

        /** 429 or 503 with a Retry-After: nothing starts before {@code in} has passed. */
        record RetryAfter(Duration in) implements Report {}

        /** 429 or 503 without one: the lane doubles its delay. */
        record Overloaded() implements Report {}

        /** No connection came about; after five in a row the lane rests for minutes. */
        record ConnectFailed() implements Report {}

        /** robots.txt names a Crawl-delay (zero: none). */
        record CrawlDelay(Duration delay) implements Report {}
    }

    void report(String lane, Report report);

    List<LaneState> read(List<String> lanes);

    /**
     * @param until when it may be asked again, and {@code reason} why not before; both null when it is free
     * @param closed whether starts that were granted before may not be used either: its server has asked for a pause since, or a policy blocks it
     * @param waited whether somebody who was refused waits for it
     */
    record LaneState(
            String lane,
            int inFlight,
            @Nullable Instant until,
            @Nullable Reason reason,
            boolean closed,
            boolean waited) {}
}
