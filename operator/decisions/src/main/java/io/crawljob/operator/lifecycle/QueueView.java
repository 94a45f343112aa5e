package io.crawljob.operator.lifecycle;

import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersView;
import org.jspecify.annotations.Nullable;

/**
 * A job's queue, as far as it matters to the job.
 *
 * @param suspended the queue's own {@code spec.suspend}
 * @param redisFull what Redis said when it refused to grow; null when it takes what it is given
 */
public record QueueView(
        String name,
        boolean suspended,
        Turn turn,
        WorkersView workers,
        @Nullable String redisFull,
        QueueTerms terms) {

    public QueueView(String name, boolean suspended, Turn turn, WorkersView workers, @Nullable String redisFull) {
        this(name, suspended, turn, workers, redisFull, QueueTerms.NONE);
    }

    /** A queue of a local run: always this job's turn, workers in this process. */
    public static QueueView local(String name, int workers) {
        return new QueueView(name, false, new Turn.Runs(), WorkersView.local(workers), null);
    }
}
