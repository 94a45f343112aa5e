package io.crawljob.operator.queue;

import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import org.jspecify.annotations.Nullable;

/** Makes a queue's whole status from what is seen. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class QueueStatusProjector {

    private QueueStatusProjector() {}

    public static CrawlQueueStatus project(QueueObservation seen) {
        throw new UnsupportedOperationException("not there yet: " + seen);
    }

    /** Whether a status is worth a write: whether it differs by more than times. */
    public static boolean differs(@Nullable CrawlQueueStatus written, CrawlQueueStatus next) {
        throw new UnsupportedOperationException("not there yet: " + written + next);
    }
}
