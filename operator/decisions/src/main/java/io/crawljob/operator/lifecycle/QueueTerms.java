package io.crawljob.operator.lifecycle;

import io.crawljob.queue.Allowance;
import io.crawljob.queue.QueueLimits;
import java.util.ArrayList;

/**
 * What a queue asks of each of its jobs.
 *
 * @param limits over all jobs of the queue
 * @param reached whether requests wait for them now
 * @param maxWaitingUrls of all jobs of the queue
 * @param allowance this job's own, with what the others leave of {@code maxWaitingUrls}
 */
public record QueueTerms(QueueLimits limits, boolean reached, long maxWaitingUrls, Allowance allowance) {

    /** Of a queue with an empty spec. */
    public static final QueueTerms NONE =
            new QueueTerms(QueueLimits.NONE, false, Allowance.DEFAULT.maxWaiting(), Allowance.DEFAULT);

    /** What others hold is looked at in steps of so much of the whole, so that a job need not be told each second. */
    private static final long STEPS = 64;

    /** Of the waiting pages that a queue may have, those that are left to a job beside the ones of other jobs. */
    public static long left(long maxWaitingUrls, long ofOthers) {
        var step = Math.max(1, maxWaitingUrls / STEPS);
        return Math.max(0, maxWaitingUrls - ofOthers / step * step);
    }

    /** The limits in words. */
    public String describe() {
        var words = new ArrayList<String>();
        if (limits.perMinute() != null) {
            words.add("%d requests a minute (spec.limits.pagesPerMinute)".formatted(limits.perMinute()));
        }
        if (limits.maxConcurrent() != null) {
            words.add("%d at once (spec.limits.maxConcurrent)".formatted(limits.maxConcurrent()));
        }
        return String.join(" and ", words);
    }
}
