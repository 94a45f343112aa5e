package io.crawljob.queue.bench;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The same work on several threads, to its end. */
final class Threads {

    private Threads() {}

    static <T> void each(List<T> all, int threads, Consumer<T> work) {
        var left = all.iterator();
        run(threads, thread -> {
            while (true) {
                var next = next(left);
                if (next == null) return;
                work.accept(next);
            }
        });
    }

    private static <T> @org.jspecify.annotations.Nullable T next(Iterator<T> left) {
        synchronized (left) {
            return left.hasNext() ? left.next() : null;
        }
    }

    /** @param work gets the thread's number, from 0 */
    static void run(int threads, Consumer<Integer> work) {
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, threads)
                    .mapToObj(i -> (Callable<Integer>) () -> {
                        work.accept(i);
                        return i;
                    })
                    .toList();
            for (var done : all.invokeAll(tasks)) done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the benchmark failed", e);
        }
    }
}
