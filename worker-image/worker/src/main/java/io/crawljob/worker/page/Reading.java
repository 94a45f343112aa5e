package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.page.Page;
import io.crawljob.engine.page.PageReader;
import io.crawljob.worker.batch.Batches;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads pages on threads of its own, one a processor. Reading takes processor time without a pause; on virtual threads it would keep the others from theirs, and
 * requests would miss the starts that the gate gave them. Thread-safe.
 */
public final class Reading implements AutoCloseable {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            PROCESSORS,
            PROCESSORS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("read-", 0).factory(),
            (task, _) -> cancel(task));

    /**
     * As {@link PageReader#read(FetchOutcome.Body, boolean)}.
     *
     * @throws CancellationException after {@link #close}
     * @throws RuntimeException what reading threw, as errors are too
     */
    Page read(PageReader reader, FetchOutcome.Body body, boolean likeness) throws InterruptedException {
        return read(() -> reader.read(body, likeness));
    }

    /** As {@link PageReader#needsScripts}. */
    boolean needsScripts(PageReader reader, FetchOutcome.Body body) throws InterruptedException {
        return read(() -> reader.needsScripts(body));
    }

    private <T> T read(Callable<T> reading) throws InterruptedException {
        var page = new FutureTask<>(reading);
        threads.execute(page);
        try {
            return Batches.await(page);
        } catch (InterruptedException e) {
            page.cancel(true);
            throw e;
        }
    }

    /** What is being read is interrupted, and what waits for that is cancelled. */
    @Override
    public void close() {
        threads.shutdownNow().forEach(Reading::cancel);
    }

    private static void cancel(Runnable task) {
        if (task instanceof FutureTask<?> page) page.cancel(false);
    }
}
