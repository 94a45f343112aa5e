package io.crawljob.queue.bench;

import io.crawljob.queue.Gate;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A thousand hosts at one request per 100 ms: how much of the ceiling is reached, and whether any host saw two requests closer than that. */
final class PolitenessCase {

    private static final long HOSTS = 1_000;
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final int HANDS = 64;
    /** One under way, and the next one's start known. */
    private static final int AT_ONCE = 2;

    private final Target target;
    private final Consumer<Row> out;

    PolitenessCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        int items = Math.toIntExact(HOSTS * target.options.seconds() * 1000 / DELAY.toMillis());
        var all = new ArrayList<NewItem>(items);
        for (int i = 0; i < items; i++) {
            var item = target.item(i);
            all.add(new NewItem("host:polite-%d.example".formatted(i % HOSTS), item.id(), 0, item.payload()));
        }
        var job = target.open(
                Plans.plan("polite", new Plan.Limits(items, null, null), new Plan.Politeness(0, AT_ONCE, null)));
        target.seed(job, all);
        Map<String, ConcurrentLinkedQueue<Long>> starts = new ConcurrentHashMap<>();
        var before = target.usage();
        long begin = System.nanoTime();
        var done = new AtomicInteger();
        Threads.run(
                HANDS,
                hand -> done.addAndGet(new WorkerLoop(
                                target,
                                job,
                                "w",
                                new Gate.Budget(DELAY, AT_ONCE, null, null, 1),
                                lease -> starts.computeIfAbsent(lease.lane(), lane -> new ConcurrentLinkedQueue<>())
                                        .add(System.nanoTime()))
                        .run()));
        double seconds = (System.nanoTime() - begin) / 1e9;
        var used = target.usage().since(before);
        var gaps = new ArrayList<Long>();
        starts.values().forEach(lane -> gaps.addAll(gaps(lane)));
        out.accept(target.audited(
                new Row("politeness")
                        .put("hosts", HOSTS)
                        .put("delayMillis", DELAY.toMillis())
                        .put("itemsPerSecond", done.get() / seconds)
                        .put("shareOfCeiling", done.get() / seconds / (HOSTS * 1000.0 / DELAY.toMillis()))
                        .put(
                                "shortestGapMillis",
                                gaps.stream().mapToLong(Long::longValue).min().orElse(0) / 1e6)
                        .put(
                                "gapsTooShort",
                                gaps.stream()
                                        .filter(gap -> gap < DELAY.toNanos())
                                        .count())
                        .put("gaps", gaps.size())
                        .put(used, done.get()),
                job));
        target.purge(job);
    }

    private static List<Long> gaps(ConcurrentLinkedQueue<Long> starts) {
        var sorted = starts.stream().sorted().toList();
        var gaps = new ArrayList<Long>();
        for (int i = 1; i < sorted.size(); i++) gaps.add(sorted.get(i) - sorted.get(i - 1));
        return gaps;
    }
}
