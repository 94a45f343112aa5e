package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.Gate;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.SharedState;

/** The queue's ports that a worker uses. */
public record QueuePorts(Frontier frontier, Gate gate, SharedState shared) {

    public static QueuePorts of(RedisQueue queue) {
        return new QueuePorts(queue.frontier(), queue.gate(), queue.shared());
    }
}
