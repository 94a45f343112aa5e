package io.crawljob.queue;

/**
 * What a job may hold in Redis; its queue says so.
 *
 * @param maxWaiting while so many of its items wait, links that it finds are left out by the rule {@code MaxWaitingUrls}; its seeds never are
 * @param events kept, the latest
 * @param deadLetters kept, the latest; the counters stay
 */
public record Allowance(long maxWaiting, int events, int deadLetters) {

    /** Until it is told another one. */
    public static final Allowance DEFAULT = new Allowance(10_000_000, 1_000, 10_000);
}
