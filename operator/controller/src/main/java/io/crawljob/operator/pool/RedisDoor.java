package io.crawljob.operator.pool;

import io.crawljob.operator.queuestatus.RedisFacts;

/** What a queue's reconciler needs of Redis besides the jobs. Thread-safe. */
public interface RedisDoor {

    /** What is known of the server; at most some seconds old. Never throws. */
    RedisFacts facts();

    /** Changes when the server has been started anew, or another one answers: users that were made before may be lost. */
    String life();

    /**
     * Makes the user of a namespace's workers, or makes it anew: it may touch the keys of its namespace and what all share, nothing else.
     *
     * @throws io.crawljob.queue.QueueUnavailableException when Redis does not answer, or refuses; the message says which right the operator lacks
     */
    void admit(String namespace, String user, String password);
}
