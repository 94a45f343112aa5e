package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.QueueUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that workers know their queue's limits. A queue without any costs one call in an operator's life. Thread-safe. */
public final class QueueBudgets {

    private static final Logger LOG = LoggerFactory.getLogger(QueueBudgets.class);

    private final Jobs jobs;
    private final RedisDoor redis;
    private final Map<QueueKey, QueueLimits> told = new ConcurrentHashMap<>();

    public QueueBudgets(Jobs jobs, RedisDoor redis) {
        this.jobs = jobs;
        this.redis = redis;
    }

    static QueueLimits of(CrawlQueueSpec.Limits limits) {
        return new QueueLimits(0, limits.pagesPerMinute(), limits.maxConcurrent());
    }

    /** Limits are said again each time, since a Redis that was wiped has none. Returns whether they are there. */
    boolean ensure(QueueKey queue, CrawlQueueSpec.Limits limits) {
        var now = of(limits);
        if (now.none() && now.equals(told.get(queue))) return true;
        if (redis.closed().isPresent()) return false;
        try {
            jobs.limit(queue, now);
            told.put(queue, now);
            return true;
        } catch (QueueUnavailableException e) {
            LOG.warn("the limits of queue {} are not in Redis yet: {}", queue, e.getMessage());
            return false;
        }
    }

    /** The queue's resource is gone; does not wait for Redis. */
    void forget(QueueKey queue) {
        var before = told.remove(queue);
        if (before == null || before.none() || redis.closed().isPresent()) return;
        Thread.ofVirtual().name("limits").start(() -> {
            try {
                jobs.limit(queue, QueueLimits.NONE);
            } catch (QueueUnavailableException e) {
                LOG.warn("the limits of queue {}, which is gone, stay in Redis: {}", queue, e.getMessage());
            }
        });
    }
}
