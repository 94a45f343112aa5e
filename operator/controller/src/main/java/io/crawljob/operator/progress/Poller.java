package io.crawljob.operator.progress;

import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all jobs once a second. Whatever goes wrong in one round is logged and the next one comes: at the latest after {@link #LONGEST_PAUSE}, however long
 * Redis stays away.
 */
public final class Poller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int JOBS_A_CALL = 500;

    private final Board board;
    private final Jobs jobs;
    private final Wakes wakes;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    // Touched by the poller's thread alone.
    private final Map<QueueKey, Board.Load> loads = new HashMap<>();
    private int failures;
    private volatile Instant turnedAt;

    public Poller(Board board, Jobs jobs, Wakes wakes, Clock clock) {
        this.board = board;
        this.jobs = jobs;
        this.wakes = wakes;
        this.clock = clock;
        this.turnedAt = clock.instant();
        this.thread = Thread.ofVirtual().name("poller").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** When the loop last came round: an old time means that it hangs. */
    public Instant turnedAt() {
        return turnedAt;
    }

    private void run() {
        do {
            turnedAt = clock.instant();
            try {
                round();
                failures = 0;
            } catch (QueueUnavailableException e) {
                unread(e);
            } catch (RuntimeException e) {
                failures++;
                LOG.error("a round of the poller failed; the next one comes", e);
            }
        } while (!waitFor(pause()));
    }

    private void round() {
        var moving = board.moving();
        var moved = new ArrayList<JobFile>();
        for (var from = 0; from < moving.size(); from += JOBS_A_CALL) {
            read(moving.subList(from, Math.min(from + JOBS_A_CALL, moving.size())), moved);
        }
        board.allRead(clock.instant());
        wake(moved);
        wakeQueues();
    }

    private void read(List<JobFile> files, List<JobFile> moved) {
        var snapshots = jobs.snapshots(files.stream().map(JobFile::key).toList());
        var now = clock.instant();
        for (var i = 0; i < files.size(); i++) {
            var reading = snapshots.get(i).<Reading>map(Reading.Counted::new).orElse(new Reading.NoKeys(now));
            board.read(files.get(i), reading, moved);
        }
    }

    private void unread(QueueUnavailableException e) {
        if (failures++ == 0) LOG.warn("the jobs cannot be read: {}", e.getMessage());
        var reading = new Reading.Unread(String.valueOf(e.getMessage()));
        var moved = new ArrayList<JobFile>();
        board.moving().forEach(file -> board.read(file, reading, moved));
        wake(moved);
    }

    private void wake(List<JobFile> moved) {
        moved.forEach(file -> wakes.job(file.key().namespace(), file.name()));
    }

    private void wakeQueues() {
        for (var queue : board.queues()) {
            var load = board.load(queue);
            if (!load.equals(loads.put(queue, load))) wakes.queue(queue);
        }
    }

    private Duration pause() {
        var pause = PAUSE.multipliedBy(1 + failures);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private boolean waitFor(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
