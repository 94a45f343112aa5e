package io.crawljob.cli.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How one request gets to the operator's read API. */
@FunctionalInterface
interface Way {

    /** @param status of HTTP */
    record Reply(int status, String body) {}

    /**
     * @param path with its query, from {@code /v1} on
     * @param json for a POST; null for a GET
     */
    Reply send(String path, @Nullable String json) throws IOException, InterruptedException;
}
