package io.crawljob.cli.local;

import io.crawljob.queue.RedisSettings;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The Redis of a run: one of its own, or one that a person named. */
record QueueServer(RedisSettings settings, @Nullable LocalRedis own) implements AutoCloseable {

    /**
     * @param uid of the job. On a server that others use, it makes the keys' prefix, so that their workers do not take this run's pages, nor it theirs
     */
    static QueueServer open(RunFolder folder, @Nullable URI named, String uid) throws IOException {
        if (named != null) return new QueueServer(new RedisSettings(named, null, null, "crawl-run-" + uid), null);
        var own = LocalRedis.start(folder.redis());
        return new QueueServer(own.settings(), own);
    }

    @Override
    public void close() {
        if (own != null) own.close();
    }
}
