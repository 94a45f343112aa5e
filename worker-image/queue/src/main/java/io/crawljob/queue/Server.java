package io.crawljob.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis server itself, as the operator sees it: what it is, whom it belongs to, and who may use it. Thread-safe; throws
 * {@link QueueUnavailableException} when Redis does not answer or refuses, with what it said.
 */
public interface Server {

    Facts facts();

    /**
     * @param version of Redis, or of Valkey when {@code valkey}
     * @param life another one than before means that the server was started anew, or that another one answers: users that were made may be lost
     * @param evictionPolicy empty when the server does not tell
     * @param persistent whether it keeps data on disk, by AOF or by snapshots; null when the server does not tell
     * @param maxMemory bytes; 0 for no limit
     * @param readOnly a replica that refuses writes
     */
    record Facts(
            String version,
            boolean valkey,
            String life,
            String evictionPolicy,
            @Nullable Boolean persistent,
            long usedMemory,
            long maxMemory,
            boolean readOnly) {}

    /** Claims the prefix for an installation, for good, unless another one has; that one's id if so. Safe to repeat. */
    Optional<String> claim(String installation);

    /**
     * Makes the Redis user of a namespace's workers, or makes it anew. It may touch the keys of that namespace's jobs and queues and what all workers share
     * (lanes, policies, robots.txt), under this prefix alone, and run the scripts' commands alone.
     *
     * @throws QueueUnavailableException also when this connection's own user may not make users; the message says so
     */
    void ensureUser(String namespace, String user, String password);

    /** Ends its connections too. No effect when there is none. */
    void removeUser(String user);
}
