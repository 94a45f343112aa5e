package io.crawljob.worker.page;

import io.crawljob.queue.Discovery;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.Frontier.Found;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.worker.batch.Batches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Brings to the frontier what pages named: what comes in within two milliseconds, or while one call is under way, goes out with the next, as many pages as
 * fit. Thread-safe.
 */
public final class Discoveries implements AutoCloseable {

    private static final int PAGES = 64;
    /** A call costs both sides more than the links in it: a page waits for others this long. */
    private static final Duration GATHER = Duration.ofMillis(2);

    private final Frontier frontier;
    private final String worker;
    private final Batches<Found, CompletableFuture<Discovery>> batches;

    public Discoveries(Frontier frontier, String worker) {
        this.frontier = frontier;
        this.worker = worker;
        this.batches = new Batches<>("discover", PAGES, GATHER, this::discoverAll);
    }

    /** @param found at most {@link Frontier#MAX_LINKS} links */
    Discovery discover(Found found) throws InterruptedException {
        return Batches.await(batches.ask(found));
    }

    private List<CompletableFuture<Discovery>> discoverAll(List<Found> all) {
        var answers = all.stream().map(_ -> new CompletableFuture<Discovery>()).toList();
        var byJob = new LinkedHashMap<JobKey, List<Integer>>();
        for (var i = 0; i < all.size(); i++) {
            byJob.computeIfAbsent(all.get(i).token().job(), job -> new ArrayList<>())
                    .add(i);
        }
        byJob.forEach((job, places) -> {
            for (var call : calls(places, all)) send(job, call, all, answers);
        });
        return answers;
    }

    /** Neighbours, as many as one call takes. */
    private static List<List<Integer>> calls(List<Integer> places, List<Found> all) {
        var calls = new ArrayList<List<Integer>>();
        var links = Frontier.MAX_LINKS;
        for (var place : places) {
            var more = all.get(place).links().size();
            if (calls.isEmpty() || links + more > Frontier.MAX_LINKS) {
                calls.add(new ArrayList<>());
                links = 0;
            }
            calls.getLast().add(place);
            links += more;
        }
        return calls;
    }

    private void send(JobKey job, List<Integer> call, List<Found> all, List<CompletableFuture<Discovery>> answers) {
        try {
            var discovered = frontier.discoverAll(
                    job, worker, call.stream().map(all::get).toList());
            for (var i = 0; i < call.size(); i++) answers.get(call.get(i)).complete(discovered.get(i));
        } catch (QueueUnavailableException | QueueFullException e) {
            call.forEach(place -> answers.get(place).completeExceptionally(e));
        } catch (Throwable e) {
            // Something is wrong with one of them; the others are not to suffer for it.
            if (call.size() == 1) answers.get(call.getFirst()).completeExceptionally(e);
            else call.forEach(place -> send(job, List.of(place), all, answers));
        }
    }

    @Override
    public void close() {
        batches.close();
    }
}
