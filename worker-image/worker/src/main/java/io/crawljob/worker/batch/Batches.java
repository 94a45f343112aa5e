package io.crawljob.worker.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Groups calls: one goes out when {@code size} inputs wait, or {@code maxWait} after the first of them. With a wait of zero it takes whatever has come in
 * while the call before was under way, so nothing waits that could go. Thread-safe. Bounded by its callers, each of whom waits for its answer.
 *
 * @param <I> one caller's input
 * @param <O> its answer
 */
public final class Batches<I, O> implements AutoCloseable {

    /** @param since by the nanosecond clock */
    private record Waiting<I, O>(I input, CompletableFuture<O> answer, long since) {}

    private final int size;
    private final long maxWait;
    private final Function<List<I>, List<O>> call;
    private final Thread thread;

    /** Guards {@code queue}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Something waits. The thread that calls is not woken for each input: that would cost more than most of them. */
    private final Condition some = lock.newCondition();

    private final Condition full = lock.newCondition();
    private final Queue<Waiting<I, O>> queue = new ArrayDeque<>();
    private volatile boolean closed;

    /** @param call answers each input, in order; what it throws reaches every caller of that batch */
    public Batches(String name, int size, Duration maxWait, Function<List<I>, List<O>> call) {
        this.size = size;
        this.maxWait = maxWait.toNanos();
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
        var waiting = new Waiting<I, O>(input, new CompletableFuture<>(), System.nanoTime());
        lock.lock();
        try {
            queue.add(waiting);
            if (queue.size() == 1) some.signal();
            if (queue.size() == size) full.signal();
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) answer(take());
        } catch (InterruptedException e) {
            // Only close() interrupts, and it cancels what waits.
        }
    }

    private List<Waiting<I, O>> take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty()) some.await();
            var deadline = queue.element().since() + maxWait;
            for (var left = deadline - System.nanoTime(); left > 0 && queue.size() < size; )
                left = full.awaitNanos(left);
            return takeWaiting(size);
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting<I, O>> takeWaiting(int most) {
        lock.lock();
        try {
            var batch = new ArrayList<Waiting<I, O>>(Math.min(most, queue.size()));
            while (batch.size() < most && !queue.isEmpty()) batch.add(queue.remove());
            return batch;
        } finally {
            lock.unlock();
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
        takeWaiting(Integer.MAX_VALUE).forEach(waiting -> waiting.answer().cancel(false));
    }
}
