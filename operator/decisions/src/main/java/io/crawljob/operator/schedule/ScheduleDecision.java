package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.operator.status.Projection.Event;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a schedule, in this order: {@code delete}, {@code create}, write the status, tell the events.
 *
 * @param create null when none is due; making it twice is making it once, since its name is made from its time
 * @param status as it is when all of it was done
 * @param lookAgain when something is due next, at the latest after a minute, so that a clock that jumps is noticed
 */
public record ScheduleDecision(
        List<CrawlJob> delete,
        @Nullable CrawlJob create,
        CrawlScheduleStatus status,
        List<Event> events,
        Duration lookAgain) {

    public ScheduleDecision {
        delete = List.copyOf(delete);
        events = List.copyOf(events);
    }
}
