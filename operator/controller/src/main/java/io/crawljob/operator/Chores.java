package io.crawljob.operator;

import io.crawljob.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done now and then. A chore that fails is logged and comes again. */
final class Chores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final int AT_ONCE = 2;
    private static final Duration END = Duration.ofSeconds(3);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            AT_ONCE, Thread.ofPlatform().name("chores-", 0).daemon().factory());

    /** The first time at once. */
    void every(Duration interval, String name, Runnable chore) {
        var _ = threads.scheduleWithFixedDelay(() -> run(name, chore), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String name, Runnable chore) {
        try {
            chore.run();
        } catch (QueueUnavailableException e) {
            LOG.warn("{}: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} failed; it comes again", name, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) LOG.warn("a chore does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
