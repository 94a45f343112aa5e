package io.crawljob.cli.local;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for besides the manifest.
 *
 * @param folder where records and status go
 * @param allowPrivate whether hosts of the own network and machine may be crawled
 * @param workers in this process; null: as many as the queue's own rules say
 * @param redis to use instead of one of its own; null: one of its own
 * @param secrets folder with the Secrets that headers name; null: none
 */
record RunOptions(
        Path folder,
        boolean allowPrivate,
        @Nullable Integer workers,
        @Nullable URI redis,
        @Nullable Path secrets) {}
