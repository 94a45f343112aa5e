package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Leased;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.Settlement;
import io.crawljob.queue.Verdict;
import io.crawljob.worker.batch.Batches;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.time.BackOff;
import io.crawljob.worker.time.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Brings ends of items to Redis, many in one call, one call a job. While Redis is away it asks again and again: an item that was leased anew meanwhile is
 * refused then, and one that was not is as good as before.
 */
final class Settling implements AutoCloseable {

    private final Frontier frontier;
    private final String worker;
    private final QueueLink link;
    private final Sleeper sleeper;
    private final Refill refill;
    private final Batches<Settlement, Verdict> batches;

    /** Who takes the next items of a job along when some of it are settled. */
    interface Refill {
        /** How many slots may be filled with this job now, to be used up by {@link #start} or given back to it; none when others wait for their turn. */
        int slots(JobKey job);

        void start(Leased leased, int slots);

        /** So that more may be leasable. */
        void settled();
    }

    Settling(Frontier frontier, WorkerSettings settings, QueueLink link, Sleeper sleeper, Refill refill) {
        this.frontier = frontier;
        this.worker = settings.worker();
        this.link = link;
        this.sleeper = sleeper;
        this.refill = refill;
        this.batches = new Batches<>("settle", most(settings), settings.batch().maxWait(), this::settleAll);
    }

    /** What is settled leases what comes next: more than half of the slots never stand idle until a batch is full. */
    private static int most(WorkerSettings settings) {
        return Math.clamp(settings.concurrency() / 2, 1, settings.batch().size());
    }

    /** @throws CancellationException when it is closed meanwhile */
    Verdict settle(Held item, Result result) throws InterruptedException {
        return batches.ask(new Settlement(item.lease().token(), result.outcome(), result.skipped()));
    }

    private List<Verdict> settleAll(List<Settlement> ends) {
        var verdicts = new ArrayList<Verdict>(Collections.nCopies(ends.size(), Verdict.GONE));
        var byJob = new LinkedHashMap<JobKey, List<Integer>>();
        for (var i = 0; i < ends.size(); i++) {
            byJob.computeIfAbsent(ends.get(i).token().job(), job -> new ArrayList<>())
                    .add(i);
        }
        byJob.forEach((job, places) -> {
            var answers = settleJob(job, places.stream().map(ends::get).toList());
            for (var i = 0; i < places.size(); i++) {
                verdicts.set(places.get(i), answers.get(i));
            }
        });
        refill.settled();
        return verdicts;
    }

    private List<Verdict> settleJob(JobKey job, List<Settlement> ends) {
        var backOff = new BackOff(sleeper);
        while (true) {
            try {
                var verdicts = settleAndRefill(job, ends);
                link.answered();
                return verdicts;
            } catch (QueueUnavailableException | QueueFullException e) {
                if (Thread.currentThread().isInterrupted()) throw closed();
                link.failed(e);
                pause(backOff);
            }
        }
    }

    private List<Verdict> settleAndRefill(JobKey job, List<Settlement> ends) {
        var slots = Math.min(refill.slots(job), Frontier.MAX_LINKS);
        var next = new Leased(JobState.RUNNING, 0, 0, List.of(), Duration.ZERO);
        try {
            var settled = frontier.settleAndLease(job, worker, ends, slots);
            next = settled.next();
            return settled.verdicts();
        } finally {
            refill.start(next, slots);
        }
    }

    private static void pause(BackOff backOff) {
        try {
            backOff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed();
        }
    }

    private static CancellationException closed() {
        return new CancellationException("closed before Redis answered");
    }

    @Override
    public void close() {
        batches.close();
    }
}
