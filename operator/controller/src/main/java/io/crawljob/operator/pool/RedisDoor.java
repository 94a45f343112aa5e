package io.crawljob.operator.pool;

import io.crawljob.operator.queuestatus.RedisFacts;
import java.util.Optional;

/** What the control plane needs of Redis besides the jobs. Thread-safe; never throws, and is at most some seconds behind. */
public interface RedisDoor {

    /** What is known of the server. */
    RedisFacts facts();

    /** Why nothing may be written under the prefix now; empty when it may. */
    Optional<String> closed();

    /** Changes when the server has been started anew, or another one answers: users that were made before may be lost. */
    String life();

    /**
     * Makes the user of a namespace's workers, or makes it anew: it may touch the keys of its namespace and what all share, nothing else.
     *
     * @return whether it is there now; if not, the log says why
     */
    boolean admit(String namespace, String user, String password);
}
