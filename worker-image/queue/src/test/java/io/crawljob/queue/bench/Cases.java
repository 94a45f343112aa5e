package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The cases by their names. Each has a job of its own, and leaves the server as it was. */
final class Cases {

    private static final int HANDS = 6;
    private static final int WARM_UP = 100_000;

    private final Target target;
    private final Consumer<Row> out;

    Cases(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run(String name) {
        switch (name) {
            case "enqueue" -> enqueue();
            case "process" -> process();
            case "memory" -> new MemoryCase(target, out).run();
            case "known" -> new KnownCase(target, out).run();
            case "lateness" -> new LatenessCase(target, out).run();
            case "idle" -> new IdleCase(target, out).run();
            case "politeness" -> new PolitenessCase(target, out).run();
            case "recovery" -> new RecoveryCase(target, out).run();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void enqueue() {
        warmUp();
        int items = target.options.items();
        var all = target.items(0, items);
        var job = target.open(items);
        var before = target.usage();
        long start = System.nanoTime();
        target.seed(job, all);
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = target.usage().since(before);
        out.accept(
                target.audited(row("enqueue", items, seconds).put(used, items).put("linksPerCall", Target.CHUNK), job));
        target.purge(job);
    }

    private void process() {
        warmUp();
        int items = target.options.items();
        var job = target.open(items);
        target.seed(job, target.items(0, items));
        target.queue.jobs().seeded(job);
        var before = target.usage();
        long start = System.nanoTime();
        var cpu = cpu();
        int done = work(job, HANDS);
        double clientCpu = cpu().minus(cpu).toNanos() / 1e3;
        double seconds = (System.nanoTime() - start) / 1e9;
        var used = target.usage().since(before);
        out.accept(target.audited(
                row("process", done, seconds)
                        .put(used, items)
                        .put("clientCpuMicrosPerItem", clientCpu / items)
                        .put("batch", target.options.batch())
                        .put("hands", HANDS),
                job));
        target.purge(job);
    }

    private int work(JobKey job, int hands) {
        var done = new AtomicInteger();
        var budget = Target.budget();
        Threads.run(hands, hand -> done.addAndGet(new WorkerLoop(target, job, "w", budget, lease -> {}).run()));
        return done.get();
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Compiles what is measured, on both sides of the wire. */
    private void warmUp() {
        var job = target.open(WARM_UP);
        target.seed(job, target.items(0, WARM_UP));
        work(job, HANDS);
        target.purge(job);
    }

    private Row row(String name, int items, double seconds) {
        return new Row(name)
                .put("redis", target.version())
                .put("items", items)
                .put("payload", target.options.payload())
                .put("hosts", target.options.hosts())
                .put("itemsPerSecond", items / seconds);
    }
}
