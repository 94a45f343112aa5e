package io.crawljob.worker.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Groups calls: one goes out when {@code size} inputs wait, or {@code maxWait} after the first of them. With a wait of zero it takes whatever has come in
 * while the call before was under way, so nothing waits that could go. Thread-safe. Bounded by its callers, each of whom waits for its answer.
 *
 * @param <I> one caller's input
 * @param <O> its answer
 */
public final class Batches<I, O> implements AutoCloseable {

    private record Waiting<I, O>(I input, CompletableFuture<O> answer) {}

    private final int size;
    private final Duration maxWait;
    private final Function<List<I>, List<O>> call;
    private final BlockingQueue<Waiting<I, O>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** @param call answers each input, in order; what it throws reaches every caller of that batch */
    public Batches(String name, int size, Duration maxWait, Function<List<I>, List<O>> call) {
        this.size = size;
        this.maxWait = maxWait;
        this.call = call;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
        thread.start();
    }

    /**
     * @throws CancellationException after {@link #close}
     * @throws RuntimeException what the call threw
     */
    public O ask(I input) throws InterruptedException {
        return await(submit(input));
    }

    /** As {@link #ask}, for who cannot wait; {@link #await} tells what it threw. */
    public CompletableFuture<O> submit(I input) {
        var waiting = new Waiting<I, O>(input, new CompletableFuture<>());
        queue.add(waiting);
        // After the add, so that either this sees the closing or the closing sees this.
        if (closed) waiting.answer().cancel(false);
        return waiting.answer();
    }

    public static <O> O await(Future<O> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            var cause = e.getCause();
            if (cause instanceof RuntimeException runtime) throw runtime;
            if (cause instanceof Error error) throw error;
            throw new IllegalStateException(cause);
        }
    }

    /** Inputs that no call has taken yet. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        while (!closed) {
            var batch = new ArrayList<Waiting<I, O>>(size);
            try {
                fill(batch);
                answer(batch);
            } catch (InterruptedException e) {
                // Only close() interrupts; it cancels what waits, and here is what no longer does.
                batch.forEach(waiting -> waiting.answer().cancel(false));
            }
        }
    }

    private void fill(List<Waiting<I, O>> batch) throws InterruptedException {
        batch.add(queue.take());
        var deadline = System.nanoTime() + maxWait.toNanos();
        queue.drainTo(batch, size - batch.size());
        while (batch.size() < size) {
            var left = deadline - System.nanoTime();
            var more = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
            if (more == null) return;
            batch.add(more);
        }
    }

    private void answer(List<Waiting<I, O>> batch) {
        try {
            var answers = call.apply(batch.stream().map(Waiting::input).toList());
            for (var i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (Throwable e) {
            // Every caller gets it; this thread has to live on for the next batch.
            batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
        }
    }

    /** What waits is cancelled; the call under way is interrupted. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var left = new ArrayList<Waiting<I, O>>();
        queue.drainTo(left);
        left.forEach(waiting -> waiting.answer().cancel(false));
    }
}
