package io.crawljob.operator;

import io.crawljob.queue.Discovery;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.Settlement;
import java.util.List;
import java.util.Optional;

/** Plays the worker, since no kubelet starts one in these tests: takes items and settles them through the queue's own port. */
final class WorkerPlay {

    private final RedisQueue queue;
    private final String name;

    WorkerPlay(RedisQueue queue, String name) {
        this.queue = queue;
        this.name = name;
    }

    List<Lease> take(JobKey job, int items) {
        return queue.frontier().lease(job, name, items).leases();
    }

    Optional<Lease> takeOne(JobKey job) {
        return take(job, 1).stream().findFirst();
    }

    /** @return whether there was one to fetch */
    boolean fetchOne(JobKey job) {
        var lease = takeOne(job);
        lease.ifPresent(it -> fetch(job, it));
        return lease.isPresent();
    }

    /** Fetches whatever can be had at once. */
    void drain(JobKey job) {
        while (fetchOne(job)) {
            Thread.onSpinWait();
        }
    }

    void fetch(JobKey job, Lease lease) {
        var url = PageItem.decode(lease.payload()).url();
        settle(job, lease, new Outcome.Fetched(100, "{\"url\":\"%s\"}".formatted(url), null));
    }

    Discovery discover(Lease parent, List<NewItem> links) {
        return queue.frontier().discover(parent.token(), name, links);
    }

    void settle(JobKey job, Lease lease, Outcome outcome) {
        queue.frontier().settle(job, name, List.of(new Settlement(lease.token(), outcome)));
    }
}
