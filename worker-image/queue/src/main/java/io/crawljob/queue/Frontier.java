package io.crawljob.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All items of the jobs, as a worker sees them. At least once: what is leased and not settled is leased again after its lease has run out, or at once after
 * {@link Jobs#reap}. Thread-safe. Every call is bounded in time, and throws {@link QueueUnavailableException} when Redis does not answer.
 */
public interface Frontier {

    /** Items of one call of {@link #discover} at the most. */
    int MAX_LINKS = 256;

    /** {@link Pick#askAgainIn} at the most, so that an idle worker hears of a new job this soon, at half a command a second. */
    Duration MAX_PICK_PAUSE = Duration.ofMillis(2100);

    /** Up to {@code k} jobs of a queue that are worth asking for work, each of them put to sleep for a moment so that not every worker asks it. */
    Pick pick(QueueKey queue, String worker, int k);

    /** Takes up to {@code n} items of a job that its lanes, its own politeness and its limits allow now. */
    Leased lease(JobKey job, String worker, int n);

    /** The plan to work by; empty when the job is gone. */
    Optional<Plan> plan(JobKey job);

    /** This worker cannot do the job's pages: said in the job's snapshot for less than half a minute, or until there is another plan. */
    void complain(JobKey job, Complaint complaint);

    /**
     * Admits links that a leased item's page named. Idempotent, and called before {@link #settle} of that item, so that a job never looks finished early.
     *
     * @param links at most {@link #MAX_LINKS}
     * @throws QueueFullException when Redis is above its memory limit: put the item back
     */
    default Discovery discover(Token token, String worker, List<NewItem> links) {
        return discoverAll(token.job(), worker, List.of(new Found(token, links)))
                .getFirst();
    }

    /** As {@link #discover}, for several leased items of one job in one call; an answer for each, in order. At most {@link #MAX_LINKS} links altogether. */
    List<Discovery> discoverAll(JobKey job, String worker, List<Found> found);

    /** What a leased item's page named. */
    record Found(Token token, List<NewItem> links) {
        public Found {
            links = List.copyOf(links);
        }
    }

    /**
     * Links that one rule left out.
     *
     * @param sample one of the URLs
     */
    record Skipped(long count, String sample) {}

    /** Ends items; a verdict for each, in order. All of one job. */
    List<Verdict> settle(JobKey job, String worker, List<Settlement> settlements);

    /** {@link #settle}, and then {@link #lease}, in one step: the cheapest way for a worker that goes on with the same job. */
    Settled settleAndLease(JobKey job, String worker, List<Settlement> settlements, int n);

    /** The answers to both. */
    record Settled(List<Verdict> verdicts, Leased next) {
        public Settled {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Extends the leases and the worker's heartbeat, and says which are lost; their fetches are to be cancelled. Called every few seconds; asks nothing when nothing is in hand. */
    List<Token> extend(QueueKey queue, String worker, List<Token> tokens);

    /** The worker leaves: its heartbeat ends. What it still held has been put back before. */
    void leave(QueueKey queue, String worker);
}
