package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plans;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What ten workers cost that have nothing to do: with no job, and with thousands whose one host is blocked for minutes. */
final class IdleCase {

    private static final int WORKERS = 10;
    private static final int BLOCKED_JOBS = 5_000;
    private static final int SETTLING_SECONDS = 30;
    private static final Duration EXTEND = Duration.ofSeconds(5);

    private final Target target;
    private final Consumer<Row> out;

    IdleCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        measure("idle", 0, 3);
        var jobs = new java.util.ArrayList<JobKey>();
        for (int i = 0; i < BLOCKED_JOBS; i++) jobs.add(blocked(i));
        measure("idle-blocked", BLOCKED_JOBS, SETTLING_SECONDS);
        jobs.forEach(target::purge);
    }

    /** One item done and others that its job's own delay of minutes holds back. */
    private JobKey blocked(int i) {
        var plan = Plans.plan("blocked" + i, new Plan.Limits(100, null, null), new Plan.Politeness(600_000, 1, null));
        var job = target.open(plan);
        target.queue
                .jobs()
                .seed(
                        job,
                        target.items(0, 20).stream()
                                .map(item ->
                                        new io.crawljob.queue.NewItem("host:b.example", item.id(), 0, item.payload()))
                                .toList());
        var lease = target.queue.frontier().lease(job, "w", 1).leases().getFirst();
        target.queue
                .frontier()
                .settle(
                        job,
                        "w",
                        List.of(new io.crawljob.queue.Settlement(
                                lease.token(), new io.crawljob.queue.Outcome.Fetched(0, "{}", null))));
        return job;
    }

    private void measure(String name, int jobs, int before) {
        var stop = System.nanoTime()
                + Duration.ofSeconds(before + target.options.seconds() + 1L).toNanos();
        var leases = new AtomicInteger();
        var workers = Thread.ofVirtual()
                .unstarted(() -> Threads.run(WORKERS, worker -> {
                    try (var queue = target.another(QueueTimes.DEFAULT)) {
                        idle(queue, "idle-" + worker, stop, leases);
                    }
                }));
        workers.start();
        // They arrive, and all jobs that were just made are asked once.
        LockSupport.parkNanos(Duration.ofSeconds(before).toNanos());
        var then = target.usage();
        long start = System.nanoTime();
        LockSupport.parkNanos(Duration.ofSeconds(target.options.seconds()).toNanos());
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = target.usage().since(then);
        join(workers);
        out.accept(new Row(name)
                .put("workers", WORKERS)
                .put("blockedJobs", jobs)
                .put("seconds", seconds)
                .put("commandsPerSecondAndWorker", used.calls() / seconds / WORKERS)
                .put("redisCpuShareOfACore", used.cpuMicros() / 1e6 / seconds)
                .put("leases", leases.get()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As the worker's loops do: pick, ask what is picked, sleep as told; and the heartbeat beside it. */
    private static void idle(RedisQueue queue, String worker, long stop, AtomicInteger leases) {
        long extendAt = System.nanoTime() + EXTEND.toNanos();
        while (System.nanoTime() < stop) {
            var pick = queue.frontier().pick(Target.QUEUE, worker, 16);
            for (var job : pick.jobs())
                leases.addAndGet(
                        queue.frontier().lease(job, worker, 32).leases().size());
            if (System.nanoTime() > extendAt) {
                queue.frontier().extend(Target.QUEUE, worker, List.of());
                extendAt += EXTEND.toNanos();
            }
            long wait = Math.max(
                    5_000_000, pick.jobs().isEmpty() ? pick.askAgainIn().toNanos() : 0);
            LockSupport.parkNanos(Math.min(wait, Math.max(1, stop - System.nanoTime())));
        }
        queue.frontier().leave(Target.QUEUE, worker);
    }
}
