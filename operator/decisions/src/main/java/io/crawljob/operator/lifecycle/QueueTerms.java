package io.crawljob.operator.lifecycle;

import io.crawljob.queue.QueueLimits;
import java.util.ArrayList;

/**
 * What a queue asks of each of its jobs.
 *
 * @param limits over all jobs of the queue
 * @param reached whether requests wait for them now
 */
public record QueueTerms(QueueLimits limits, boolean reached) {

    /** Of a queue without limits. */
    public static final QueueTerms NONE = new QueueTerms(QueueLimits.NONE, false);

    /** The limits in words. */
    public String describe() {
        var words = new ArrayList<String>();
        if (limits.perMinute() != null)
            words.add("%d requests a minute (spec.limits.pagesPerMinute)".formatted(limits.perMinute()));
        if (limits.maxConcurrent() != null)
            words.add("%d at once (spec.limits.maxConcurrent)".formatted(limits.maxConcurrent()));
        return String.join(" and ", words);
    }
}
