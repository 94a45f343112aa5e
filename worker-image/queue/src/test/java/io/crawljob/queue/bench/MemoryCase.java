package io.crawljob.queue.bench;

import io.crawljob.queue.NewItem;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * Bytes of an item while it waits (a hundred and more to a lane; one to a lane), and once it is done, its record was taken away and the budgets of the lanes,
 * which are no job's, have ended.
 */
final class MemoryCase {

    private final Target target;
    private final Consumer<Row> out;

    MemoryCase(Target target, Consumer<Row> out) {
        this.target = target;
        this.out = out;
    }

    void run() {
        int items = target.options.items();
        measure("memory", items, Math.max(1, items / 128));
        measure("memory-one-a-lane", Math.min(items, 50_000), items);
    }

    private void measure(String name, int items, int lanes) {
        var all = new ArrayList<NewItem>(items);
        for (int i = 0; i < items; i++) {
            var item = target.item(i);
            all.add(new NewItem("host:host-%d.example".formatted(i % lanes), item.id(), item.depth(), item.payload()));
        }
        target.memory();
        long empty = target.memory();
        var job = target.open(items);
        target.seed(job, all);
        long waiting = target.memory();
        new WorkerLoop(target, job, "w", Target.budget(), lease -> {}).run();
        long done = target.memory();
        target.takeResults(job);
        target.awaitEndOfLanes();
        long taken = target.memory();
        out.accept(target.audited(
                new Row(name)
                        .put("items", items)
                        .put("lanes", lanes)
                        .put("payload", target.options.payload())
                        .put("bytesWaitingPerItem", (double) (waiting - empty) / items)
                        .put(
                                "bytesOverPayload",
                                (double) (waiting - empty) / items
                                        - all.getFirst().payload().length())
                        .put("bytesDonePerItemWithRecord", (double) (done - empty) / items)
                        .put("bytesFinishedPerItem", (double) (taken - empty) / items),
                job));
        target.purge(job);
    }
}
