package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import java.util.List;

/**
 * What to write and what to tell.
 *
 * @param events of transitions only; whoever emits them sees to it that one reason comes at most once a minute for a job
 */
public record Projection(CrawlJobStatus status, List<Event> events) {

    public Projection {
        events = List.copyOf(events);
    }

    /**
     * @param warning type {@code Warning}; else {@code Normal}
     * @param reason in CamelCase
     */
    public record Event(boolean warning, String reason, String message) {}
}
