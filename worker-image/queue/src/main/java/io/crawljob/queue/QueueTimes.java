package io.crawljob.queue;

import java.time.Duration;

/**
 * The queue's times; tests shorten them.
 *
 * @param lease what a worker has for an item unless it extends it; also how long a place in a lane is kept, and how long without a sign of life makes a worker
 *     a crashed one
 * @param moment how long a picked job sleeps unless its worker tells otherwise
 * @param command a command without an answer for this long has failed
 * @param repair how often the reader of snapshots brings running jobs back into their queue's shared sets, should a hint have been lost
 */
public record QueueTimes(Duration lease, Duration moment, Duration command, Duration repair) {

    public static final QueueTimes DEFAULT = new QueueTimes(
            Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(10));

    public QueueTimes withLease(Duration shorter) {
        return new QueueTimes(shorter, moment, command, repair);
    }
}
