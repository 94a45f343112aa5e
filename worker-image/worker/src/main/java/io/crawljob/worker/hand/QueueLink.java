package io.crawljob.worker.hand;

import io.crawljob.worker.probe.Health;
import io.crawljob.worker.probe.WorkerMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Redis answers: tells health and metrics, and logs only when that changes. Thread-safe. */
public final class QueueLink {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLink.class);

    private final Health health;
    private final WorkerMetrics metrics;
    private final AtomicBoolean up = new AtomicBoolean(true);

    public QueueLink(Health health, WorkerMetrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    void answered() {
        health.queueAnswered();
        if (up.compareAndSet(false, true)) LOG.info("Redis answers again");
    }

    void failed(RuntimeException e) {
        metrics.queueFailed();
        if (up.compareAndSet(true, false)) {
            LOG.warn(
                    "Redis does not answer; what is in hand goes on, and it is asked again every few seconds: {}",
                    e.getMessage());
        }
    }
}
