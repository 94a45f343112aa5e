package io.crawljob.operator.progress;

import io.crawljob.queue.QueueKey;

/** How the poller asks for another look. Does not block. */
public interface Wakes {

    void job(String namespace, String name);

    void queue(QueueKey queue);
}
