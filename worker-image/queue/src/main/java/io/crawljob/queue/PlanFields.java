package io.crawljob.queue;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What scripts need of a plan, as fields of {@code P:m}: they never read its JSON. */
final class PlanFields {

    /** So that a set of marks stays within Redis's compact form, 512 whole numbers, with room for chance. */
    private static final int MARKS_PER_SET = 256;

    private PlanFields() {}

    /** The number of sets of marks, then field and value in turn; an empty value is none. */
    static List<String> of(Plan plan) {
        var limits = plan.limits();
        var politeness = plan.politeness();
        return List.of(
                Long.toString(Math.max(1, Math.ceilDiv(limits.maxPages(), MARKS_PER_SET))),
                "maxPages",
                Long.toString(limits.maxPages()),
                "maxPagesPerHost",
                text(limits.maxPagesPerHost()),
                "maxBytes",
                text(limits.maxBytes()),
                "maxBytesPerHost",
                text(limits.maxBytesPerHost()),
                "maxPagesPerSeed",
                text(limits.maxPagesPerSeed()),
                "maxBytesPerSeed",
                text(limits.maxBytesPerSeed()),
                "delay",
                Long.toString(politeness.delayMillis()),
                "perLane",
                Integer.toString(politeness.maxConcurrentPerHost()),
                "interval",
                interval(politeness.pagesPerMinute()),
                "retries",
                Integer.toString(plan.retry().limit()),
                "maxRecords",
                Long.toString(plan.store().maxRecords()),
                "maxRecordBytes",
                Long.toString(plan.store().maxBytes()),
                "weight",
                Double.toString(plan.priority().weight()));
    }

    private static String text(@Nullable Long number) {
        return number == null ? "" : number.toString();
    }

    /** Milliseconds from one start to the next. */
    private static String interval(@Nullable Integer perMinute) {
        return perMinute == null ? "" : String.format(Locale.ROOT, "%.3f", 60_000.0 / perMinute);
    }
}
