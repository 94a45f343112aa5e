package io.crawljob.queue;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the Redis is, and as whom to speak to it.
 *
 * @param url {@code redis://host:port/db} or {@code rediss://…}; user and password may stand in it or in the two next
 * @param prefix of every key, so that installations can share a server
 */
public record RedisSettings(
        URI url, @Nullable String user, @Nullable String password, String prefix) {

    public static final String DEFAULT_PREFIX = "crawl";

    /** Without the secrets, for messages and logs. */
    @Override
    public String toString() {
        return "%s://%s:%d (prefix %s)".formatted(url.getScheme(), url.getHost(), url.getPort(), prefix);
    }
}
