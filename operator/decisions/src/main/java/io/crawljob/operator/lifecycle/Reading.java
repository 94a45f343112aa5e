package io.crawljob.operator.lifecycle;

import io.crawljob.queue.Snapshot;
import java.time.Instant;

/**
 * What the queue said of a job when it was last asked. It has to be read after the steps that were carried out before: an older one may look like a lost
 * queue.
 */
public sealed interface Reading {

    record Counted(Snapshot snapshot) implements Reading {}

    /** Redis answered, and has no keys of this job. */
    record NoKeys(Instant readAt) implements Reading {}

    /** Redis could not be asked; {@code why} names its address and what to do. */
    record Unread(String why) implements Reading {}
}
