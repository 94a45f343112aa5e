package io.crawljob.queue.bench;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.Gate;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Pace;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.Settlement;
import io.crawljob.queue.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a worker does with a job until nothing of it is left: lease, gate, a handler, settle with a record and lease the next in the same call. */
final class WorkerLoop {

    private static final Duration SETTLE_WAIT = Duration.ofMillis(20);

    private final RedisQueue queue;
    private final JobKey job;
    private final String worker;
    private final Gate.Budget budget;
    private final Handler handler;
    private final Pace pace;
    private final int batch;
    /** The quickest answer of the gate of late: what is longer is lateness. */
    private long quickest = 1_000_000_000;

    /** What is done with one item at its start. */
    interface Handler {
        void handle(Lease lease);
    }

    private record Granted(Lease lease, Gate.Request request, long startNanos, long latestNanos, Duration apart) {}

    WorkerLoop(Target target, JobKey job, String worker, Gate.Budget budget, Handler handler) {
        this.queue = target.queue;
        this.pace = target.pace;
        this.batch = target.options.batch();
        this.job = job;
        this.worker = worker;
        this.budget = budget;
        this.handler = handler;
    }

    /** How many it did; ends when nothing waits that could be leased. */
    int run() {
        return run(Integer.MAX_VALUE);
    }

    /** As {@link #run()}, but leases no more when it has done {@code most}. */
    int run(int most) {
        int done = 0;
        var leases = queue.frontier().lease(job, worker, batch).leases();
        while (!leases.isEmpty()) {
            var ends = new ArrayList<Settlement>(leases.size());
            var ended = new ArrayList<Gate.Request>(leases.size());
            for (var next : granted(leases, ends, ended)) {
                // As the worker does: what is done does not wait for what starts later, or its lane's place would be
                // kept from others.
                if (!ends.isEmpty() && next.startNanos() - System.nanoTime() > SETTLE_WAIT.toNanos()) {
                    done += fetched(ends);
                    queue.gate().release(ended);
                    settle(ends, 0);
                    ended.clear();
                    ends.clear();
                }
                ends.add(new Settlement(next.lease().token(), done(next)));
                ended.add(next.request());
            }
            done += fetched(ends);
            queue.gate().release(ended);
            leases = settle(ends, done < most ? batch : 0).next().leases();
        }
        return done;
    }

    private static int fetched(List<Settlement> ends) {
        return (int) ends.stream()
                .filter(end -> end.outcome() instanceof Outcome.Fetched)
                .count();
    }

    /** In the order of their starts; those that the gate refuses have ended. */
    private List<Granted> granted(List<Lease> leases, List<Settlement> ends, List<Gate.Request> ended) {
        var requests = leases.stream()
                .map(lease -> new Gate.Request(
                        lease.lane(),
                        job + "|" + lease.token().id() + "|" + lease.token().number(),
                        budget))
                .toList();
        long asked = System.nanoTime();
        var grants = queue.gate().reserve(requests);
        long now = System.nanoTime();
        quickest = Math.min(now - asked, quickest + quickest / 64 + 1_000);
        var granted = new ArrayList<Granted>(leases.size());
        for (int i = 0; i < leases.size(); i++) {
            switch (grants.get(i)) {
                case Gate.Grant.Start(var in, var within, var apart) ->
                    granted.add(new Granted(
                            leases.get(i),
                            requests.get(i),
                            now + in.toNanos(),
                            asked + quickest + in.plus(within).toNanos(),
                            apart));
                case Gate.Grant.Refused(var in, var _, var _) -> {
                    ends.add(new Settlement(leases.get(i).token(), new Outcome.PutBack(in)));
                    ended.add(requests.get(i));
                }
            }
        }
        granted.sort(Comparator.comparingLong(Granted::startNanos));
        return granted;
    }

    private Outcome done(Granted granted) {
        while (true) {
            long left = granted.startNanos() - System.nanoTime();
            if (left <= 0) break;
            LockSupport.parkNanos(left);
        }
        // As the worker does: whoever misses its start gives it up.
        if (System.nanoTime() > granted.latestNanos()) return new Outcome.PutBack(Duration.ZERO);
        pace.await(granted.lease().lane(), granted.apart());
        handler.handle(granted.lease());
        return new Outcome.Fetched(1000, record(granted.lease()), null);
    }

    static String record(Lease lease) {
        return "{\"id\":\"" + Long.toHexString(lease.token().id()) + "\",\"status\":200,\"contentType\":\"text/html\"}";
    }

    private Frontier.Settled settle(List<Settlement> ends, int next) {
        var settled = queue.frontier().settleAndLease(job, worker, ends, next);
        for (var verdict : settled.verdicts()) {
            if (verdict != Verdict.ACCEPTED) throw new IllegalStateException("not accepted: " + verdict);
        }
        return settled;
    }
}
