package io.crawljob.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at a namespace about once a second and keeps what it saw, as a person with {@code kubectl get -w} would. */
final class Watch implements AutoCloseable {

    /**
     * One look.
     *
     * @param workers pods that the queue's Deployment asks for
     * @param reason why it asks for so many
     */
    record Look(String table, long workers, String reason) {}

    private final Kubectl kubectl;
    private final String queue;
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<Void> ended;

    Watch(Kubectl kubectl, String queue) {
        this.kubectl = kubectl;
        this.queue = queue;
        this.ended = CompletableFuture.runAsync(this::run, Thread::startVirtualThread);
    }

    private void run() {
        try {
            do {
                look();
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        JsonNode deployment = kubectl.get("deployment", "crawl-" + queue);
        looks.add(new Look(
                kubectl.run("get", "crawl").out(),
                deployment.at("/spec/replicas").asLong(0),
                kubectl.get("crawlqueue", queue).at("/status/workers/reason").asText()));
    }

    List<Look> looks() {
        return List.copyOf(looks);
    }

    /** The values in the order in which they came, without repetitions. */
    List<String> reasons() {
        return inOrder(looks.stream()
                .map(Look::reason)
                .filter(reason -> !reason.isEmpty())
                .toList());
    }

    long mostWorkers() {
        return looks.stream().mapToLong(Look::workers).max().orElse(0);
    }

    /** What stood in a column of {@code kubectl get crawl} for a job, without repetitions. */
    List<String> column(String name, String job) {
        return inOrder(looks.stream()
                .map(look -> Table.cell(look.table(), name, job))
                .filter(cell -> !cell.isEmpty())
                .toList());
    }

    private static List<String> inOrder(List<String> values) {
        var changes = new ArrayList<String>();
        for (var value : values) {
            if (changes.isEmpty() || !changes.getLast().equals(value)) {
                changes.add(value);
            }
        }
        return changes;
    }

    @Override
    public void close() {
        closed.countDown();
        ended.join();
    }
}
