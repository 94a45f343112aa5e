package io.crawljob.worker;

import io.crawljob.queue.Complaint;
import io.crawljob.queue.Discovery;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Leased;
import io.crawljob.queue.Pick;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.Settlement;
import io.crawljob.queue.Token;
import io.crawljob.queue.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real frontier with two faults.
 *
 * @param poison a link over which the code breaks, as code does that recurses too deeply
 * @param frozen while true no lease is extended, and the worker does not notice: as in a process that was stopped
 */
record TamperedFrontier(Frontier real, String poison, AtomicBoolean frozen) implements Frontier {

    @Override
    public List<Discovery> discoverAll(JobKey job, String worker, List<Found> found) {
        var links = found.stream().flatMap(some -> some.links().stream());
        if (links.anyMatch(link -> link.payload().contains(poison))) throw new StackOverflowError();
        return real.discoverAll(job, worker, found);
    }

    @Override
    public Pick pick(QueueKey queue, String worker, int k) {
        return real.pick(queue, worker, k);
    }

    @Override
    public Leased lease(JobKey job, String worker, int n) {
        return real.lease(job, worker, n);
    }

    @Override
    public Optional<Plan> plan(JobKey job) {
        return real.plan(job);
    }

    @Override
    public void complain(JobKey job, Complaint complaint) {
        real.complain(job, complaint);
    }

    @Override
    public List<Verdict> settle(JobKey job, String worker, List<Settlement> settlements) {
        return real.settle(job, worker, settlements);
    }

    @Override
    public Settled settleAndLease(JobKey job, String worker, List<Settlement> settlements, int n) {
        return real.settleAndLease(job, worker, settlements, n);
    }

    @Override
    public List<Token> extend(QueueKey queue, String worker, List<Token> tokens) {
        return frozen.get() ? List.of() : real.extend(queue, worker, tokens);
    }

    @Override
    public void leave(QueueKey queue, String worker) {
        real.leave(queue, worker);
    }
}
