package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Settlement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A worker's process is killed with ten items in hand, twice; another one takes them: by the lease's end, and told by whoever saw the process die. No item
 * may be lost, done twice, or failed.
 */
final class RecoveryCase {

    private static final int IN_HAND = 10;

    private final Target target;
    private final Consumer<Row> out;

    RecoveryCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        measure("recovery", false);
        measure("recovery-reaped", true);
    }

    private void measure(String name, boolean reaped) {
        var job = target.open(IN_HAND);
        target.seed(job, target.items(0, IN_HAND));
        target.queue.jobs().seeded(job);
        var back = new ArrayList<Long>();
        for (int kill = 1; kill <= 2; kill++) {
            killWithAllInHand(job);
            long killed = System.nanoTime();
            if (reaped) target.queue.jobs().reap(Target.QUEUE, "victim");
            var leases = regain();
            back.add(System.nanoTime() - killed);
            if (kill == 1) leases.forEach(lease -> settle(lease, new Outcome.PutBack(Duration.ZERO)));
            else leases.forEach(lease -> settle(lease, new Outcome.Fetched(0, WorkerLoop.record(lease), null)));
        }
        out.accept(target.audited(
                new Row(name)
                        .put("items", IN_HAND)
                        .put("kills", 2)
                        .put("allInHandAgainAfterMillis1", back.get(0) / 1e6)
                        .put("allInHandAgainAfterMillis2", back.get(1) / 1e6),
                job));
        target.purge(job);
    }

    private void killWithAllInHand(JobKey job) {
        try {
            var settings = target.settings();
            var process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            settings.url().toString(),
                            settings.prefix(),
                            job.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int has = process.getInputStream().read();
            if (has < 0) throw new IllegalStateException("the process that is to be killed ended by itself");
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<Lease> regain() {
        var leases = new ArrayList<Lease>();
        while (leases.size() < IN_HAND) {
            var pick = target.queue.frontier().pick(Target.QUEUE, "heir", 1);
            for (var job : pick.jobs())
                leases.addAll(
                        target.queue.frontier().lease(job, "heir", IN_HAND).leases());
            if (!leases.isEmpty())
                target.queue
                        .frontier()
                        .extend(
                                Target.QUEUE,
                                "heir",
                                leases.stream().map(Lease::token).toList());
            if (pick.jobs().isEmpty())
                LockSupport.parkNanos(Math.max(1_000_000, pick.askAgainIn().toNanos()));
        }
        return leases;
    }

    private void settle(Lease lease, Outcome outcome) {
        target.queue.frontier().settle(lease.token().job(), "heir", List.of(new Settlement(lease.token(), outcome)));
    }
}
