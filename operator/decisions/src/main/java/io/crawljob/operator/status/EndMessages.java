package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.operator.condition.Clip;
import io.crawljob.operator.lifecycle.Ending;
import io.crawljob.queue.Snapshot;
import io.crawljob.queue.Snapshot.Tally;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a run that is over: what came of it, why it ended, and what can be done. */
final class EndMessages {

    private static final int CLASSES = 3;

    private EndMessages() {}

    static String of(Ending.How how, CrawlJobSpec spec, @Nullable Snapshot counts) {
        var done = counts == null ? "no page was fetched" : pages(counts.done()) + " done";
        return switch (how) {
            case SUCCEEDED -> done + leftOut(counts);
            case SUCCEEDED_WITH_FAILURES ->
                done + ", " + failed(counts) + leftOut(counts)
                        + "; a new value in retryFailed tries again what did not fail for good" + forGood(counts);
            case TOO_MANY_FAILURES ->
                "%s, more than failure.maxFailedPercent (%d): %s; mend the cause, then set a new value in rerun"
                        .formatted(share(counts), spec.failure().maxFailedPercent(), failed(counts));
            case DEADLINE_EXCEEDED ->
                "%s when activeDeadlineSeconds (%d) was over; raise it, then set a new value in rerun"
                        .formatted(done, spec.activeDeadlineSeconds());
            case CANCELLED -> done + " when it was cancelled; the records are kept";
            case NOTHING_FETCHED -> nothing(counts);
            case QUEUE_LOST ->
                "Redis has lost this job and its records, and onQueueLost is Fail; a new value in rerun crawls again";
        };
    }

    /** How those are named that failed for good, by the class that is the most. */
    private static String forGood(@Nullable Snapshot counts) {
        return counts == null || counts.failures().isEmpty()
                ? ""
                : ", %s/1 all of that class"
                        .formatted(Clip.text(counts.failures().getFirst().name(), 40));
    }

    private static String nothing(@Nullable Snapshot counts) {
        if (counts == null || counts.discovered() == 0) return "no page was fetched: nothing was found to fetch";
        return "no page was fetched: " + failed(counts) + leftOut(counts)
                + "; mend the cause, then set a new value in rerun";
    }

    private static String share(@Nullable Snapshot counts) {
        if (counts == null) return "too many pages failed";
        var tried = counts.done() + counts.failed();
        return "%d of %d pages failed (%d %%)"
                .formatted(counts.failed(), tried, tried == 0 ? 0 : counts.failed() * 100 / tried);
    }

    private static String failed(@Nullable Snapshot counts) {
        if (counts == null || counts.failed() == 0) return "none failed";
        return "%d failed: %s".formatted(counts.failed(), classes(counts.failures()));
    }

    private static String classes(List<Tally> tallies) {
        return tallies.stream()
                .limit(CLASSES)
                .map(tally -> "%d %s (%s%s)"
                        .formatted(
                                tally.count(),
                                Clip.text(tally.name(), 40),
                                Clip.text(tally.sampleUrl(), 120),
                                tally.message().isEmpty() ? "" : ": " + Clip.text(tally.message(), 120)))
                .collect(Collectors.joining(", "));
    }

    private static String leftOut(@Nullable Snapshot counts) {
        if (counts == null) return "";
        return by(", %d left out by rule", counts.excluded(), counts.exclusions())
                + by(", %d links not followed", counts.skippedLinks(), counts.skips());
    }

    private static String by(String sentence, long count, List<Tally> rules) {
        if (count == 0) return "";
        var named = rules.stream()
                .limit(CLASSES)
                .map(tally -> "%d %s".formatted(tally.count(), Clip.text(tally.name(), 40)))
                .collect(Collectors.joining(", "));
        return sentence.formatted(count) + (named.isEmpty() ? "" : " (" + named + ")");
    }

    private static String pages(long count) {
        return count == 1 ? "1 page" : count + " pages";
    }
}
