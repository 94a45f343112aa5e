package io.crawljob.operator;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.Settlement;
import java.util.Arrays;
import java.util.List;

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

    void fetch(JobKey job, Lease lease) {
        var url = PageItem.decode(lease.payload()).url();
        settle(job, lease, new Outcome.Fetched(100, "{\"url\":\"%s\"}".formatted(url), null));
    }

    void settle(JobKey job, Lease lease, Outcome outcome) {
        queue.frontier().settle(job, name, List.of(new Settlement(lease.token(), outcome)));
    }

    void discover(Lease parent, String host, String... urls) {
        var links = Arrays.stream(urls)
                .map(url -> new NewItem("host:" + host, url.hashCode(), 1, new PageItem(url, null, false).encode()))
                .toList();
        queue.frontier().discover(parent.token(), name, links);
    }

    /** Takes what there is, until nothing has come for a while. @return pages fetched */
    int fetchAll(JobKey job) {
        var fetched = 0;
        for (var round = 0; round < 200; round++) {
            for (var lease : take(job, 16)) {
                fetch(job, lease);
                fetched++;
            }
        }
        return fetched;
    }
}
