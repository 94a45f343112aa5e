package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.ExclusionTally;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.FailureTally;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.HeldHost;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Results;
import io.crawljob.operator.condition.Clip;
import io.crawljob.operator.lifecycle.ActiveTime;
import io.crawljob.operator.lifecycle.Course;
import io.crawljob.operator.lifecycle.Course.Turning;
import io.crawljob.operator.lifecycle.Ending;
import io.crawljob.operator.lifecycle.Endings;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.workers.WorkersJudge;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a job's whole status from what is seen. Pure. */
public final class StatusProjector {

    /** No status is larger, as JSON in UTF-8. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final int LONGEST_MESSAGE = 512;
    private static final int MOST_LINES = 10;

    private final Findings found;
    private final @Nullable CrawlJobStatus before;

    private StatusProjector(Findings found) {
        this.found = found;
        var written = found.seen().job().getStatus();
        this.before = found.course().isNewRun() ? null : written;
    }

    /** @param done the steps that were carried out in full since the status was last written; {@code seen} was read after them */
    public static Projection project(Observation seen, List<Step> done) {
        var course = Course.of(seen);
        var written = seen.job().getStatus();
        var awaitsRetry = course.turning() == Turning.RETRY && course.snapshot() == null;
        if (written != null && (course.ended() || awaitsRetry)) return Ended.project(seen, written, done);
        var workers = WorkersJudge.judge(seen.queue().workers(), complaints(course));
        var ending = Endings.of(seen, course).filter(Ending::effective).orElse(null);
        var movement = Movements.decide(seen, course, workers);
        var found = new Findings(seen, course, workers, movement, course.isOpened(written), ending);
        var status = new StatusProjector(found).status(done);
        return new Projection(status, Story.tell(found, status, done));
    }

    private static List<Complaint> complaints(Course course) {
        var counts = course.snapshot();
        return counts == null || counts.complaint() == null ? List.of() : List.of(counts.complaint());
    }

    /** Whether a status is worth a write: whether it differs by more than times that pass by themselves. */
    public static boolean differs(@Nullable CrawlJobStatus written, CrawlJobStatus next) {
        return written == null || !Timeless.of(written).equals(Timeless.of(next));
    }

    private CrawlJobStatus status(List<Step> done) {
        var seen = found.seen();
        var course = found.course();
        var conditions = JobConditions.of(found);
        var counts = course.snapshot();
        return new CrawlJobStatus(
                seen.job().getMetadata().getGeneration(),
                course.run(),
                counts == null ? (before == null ? null : before.epoch()) : counts.epoch(),
                Phases.of(conditions, found),
                conditions,
                ActiveTime.start(seen, course)
                        .map(it -> it.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(null),
                found.ending() == null ? null : now(),
                HandledTokens.rerun(found),
                HandledTokens.retryFailed(found, done),
                found.ending() == null ? seen.queue().workers().ready() : null,
                progress(counts),
                found.ending() == null ? hosts(counts) : List.of(),
                failures(counts),
                exclusions(counts),
                results(counts),
                Clip.text(found.summary(), LONGEST_MESSAGE));
    }

    private @Nullable Progress progress(@Nullable Snapshot counts) {
        var told = before == null ? null : before.progress();
        var paced = found.ending() == null && found.movement().paced();
        if (counts != null) return Counters.of(counts, told, found.seen(), paced);
        return told == null ? null : Counters.still(told);
    }

    private List<HeldHost> hosts(@Nullable Snapshot counts) {
        if (counts == null) return before == null ? List.of() : before.hosts();
        return counts.hosts().stream()
                .limit(MOST_LINES)
                .map(host -> new HeldHost(
                        Clip.text(host.host(), 260),
                        host.waiting() + host.delayed(),
                        host.nextTime() == null ? null : Moments.second(host.nextTime()),
                        Clip.text(HostWaits.word(host.reason()), 128)))
                .toList();
    }

    private List<FailureTally> failures(@Nullable Snapshot counts) {
        if (counts == null) return before == null ? List.of() : before.failures();
        return counts.failures().stream()
                .limit(MOST_LINES)
                .map(it -> new FailureTally(
                        Clip.text(it.name(), 64),
                        it.count(),
                        Clip.text(it.sampleUrl(), 512),
                        Clip.text(it.message(), 256)))
                .toList();
    }

    /** Items and links under one name: a rule is the same whether it left out the one or the other. */
    private List<ExclusionTally> exclusions(@Nullable Snapshot counts) {
        if (counts == null) return before == null ? List.of() : before.exclusions();
        var byRule = new LinkedHashMap<String, ExclusionTally>();
        Stream.concat(counts.exclusions().stream(), counts.skips().stream())
                .map(it -> new ExclusionTally(Clip.text(it.name(), 128), it.count(), Clip.text(it.sampleUrl(), 512)))
                .forEach(it -> byRule.merge(
                        it.rule(), it, (a, b) -> new ExclusionTally(a.rule(), a.count() + b.count(), a.sampleUrl())));
        return byRule.values().stream()
                .sorted(Comparator.comparingLong(ExclusionTally::count).reversed())
                .limit(MOST_LINES)
                .toList();
    }

    private @Nullable Results results(@Nullable Snapshot counts) {
        if (counts == null) return before == null ? null : before.results();
        return new Results(counts.records(), counts.recordBytes(), "result store");
    }

    private Instant now() {
        return found.seen().now().truncatedTo(ChronoUnit.SECONDS);
    }
}
