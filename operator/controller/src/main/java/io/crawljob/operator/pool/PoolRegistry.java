package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The queues that have a resource, as their jobs need to know them. Thread-safe. */
public final class PoolRegistry {

    /**
     * @param maxRunning null: no limit
     * @param allowance of a job that has the queue for itself
     * @param browser whether its workers are to have one
     */
    public record Pool(
            boolean suspended,
            @Nullable Integer maxRunning,
            WorkersView workers,
            QueueLimits limits,
            Allowance allowance,
            List<Workers.Secret> secrets,
            boolean browser) {
        public Pool {
            secrets = List.copyOf(secrets);
        }
    }

    private final Map<QueueKey, Pool> pools = new ConcurrentHashMap<>();

    public Optional<Pool> find(QueueKey queue) {
        return Optional.ofNullable(pools.get(queue));
    }

    /** All of them, also those without a job. */
    public Set<QueueKey> queues() {
        return Set.copyOf(pools.keySet());
    }

    /** @return whether its jobs have something new to say because of it */
    boolean put(QueueKey queue, Pool pool) {
        return !pool.equals(pools.put(queue, pool));
    }

    void remove(QueueKey queue) {
        pools.remove(queue);
    }
}
