package io.crawljob.operator.queuestatus;

import org.jspecify.annotations.Nullable;

/** What was seen of the Redis behind a queue. */
public sealed interface RedisFacts {

    /** @param why with its address and the error */
    record Unreachable(String why) implements RedisFacts {}

    /** It belongs to another installation with the same prefix, whose id is {@code owner}. */
    record Foreign(String prefix, String owner) implements RedisFacts {}

    /**
     * @param version of Redis, or of Valkey when {@code valkey}
     * @param evictionPolicy {@code maxmemory-policy}; null when the server does not tell
     * @param persistent whether AOF or RDB saves are on
     * @param persistenceWanted whether losing all data at a restart would surprise
     * @param maxMemory bytes; 0 for none
     * @param readOnly a replica that refuses writes
     */
    record Answered(
            String version,
            boolean valkey,
            @Nullable String evictionPolicy,
            boolean persistent,
            boolean persistenceWanted,
            long usedMemory,
            long maxMemory,
            boolean readOnly)
            implements RedisFacts {}
}
