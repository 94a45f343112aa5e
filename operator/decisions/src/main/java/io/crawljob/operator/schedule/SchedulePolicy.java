package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec.ConcurrencyPolicy;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.operator.workers.WorkersView.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what a schedule makes and takes away now. */
public final class SchedulePolicy {

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
    /** So that the next look is not a moment too early. */
    private static final Duration AFTER = Duration.ofMillis(50);

    private final ScheduleObservation seen;
    private final CrawlSchedule schedule;
    private final CrawlScheduleSpec spec;
    private final History history;

    private SchedulePolicy(ScheduleObservation seen) {
        this.seen = seen;
        this.schedule = seen.schedule();
        this.spec = schedule.getSpec();
        this.history = History.of(seen.jobs());
    }

    /** @param seen a schedule whose spec could be read */
    public static ScheduleDecision decide(ScheduleObservation seen) {
        var policy = new SchedulePolicy(seen);
        return switch (policy.reading()) {
            case Timetable.Reading.Bad(var problem) -> policy.refuse(problem);
            case Timetable.Reading.Good(var times) -> policy.follow(times);
        };
    }

    /**
     * What is said when the crawl of a decision could not be made; its time stays due.
     *
     * @param refusal in the words of whoever refused it
     */
    public static ScheduleDecision unmade(ScheduleObservation seen, ScheduleDecision decision, Refusal refusal) {
        var report = new ScheduleReport(seen, History.of(seen.jobs()));
        var status = report.unmade(decision.status(), refusal);
        return new ScheduleDecision(List.of(), null, status, report.events(), LONGEST_LOOK);
    }

    private Timetable.Reading reading() {
        if (spec.concurrencyPolicy() == ConcurrencyPolicy.UNKNOWN) {
            return new Timetable.Reading.Bad("spec.concurrencyPolicy: must be Forbid, Allow or Replace");
        }
        if (spec.jobTemplate() == null || spec.jobTemplate().spec() == null) {
            return new Timetable.Reading.Bad(
                    "spec.jobTemplate.spec: is needed, the spec of the CrawlJobs that are made");
        }
        return Timetable.read(spec);
    }

    private ScheduleDecision refuse(String problem) {
        var report = new ScheduleReport(seen, history);
        return new ScheduleDecision(
                history.surplus(spec), null, report.refused(problem), report.events(), LONGEST_LOOK);
    }

    private ScheduleDecision follow(Timetable times) {
        var last = lastMade();
        var since = last.orElseGet(() -> created(schedule.getMetadata().getCreationTimestamp()));
        var due = DueRun.find(spec, times, since, !history.active().isEmpty(), seen.now());
        var made = due instanceof DueRun.Make(var at) ? job(times, at) : null;
        var replaced = made != null && spec.concurrencyPolicy() == ConcurrencyPolicy.REPLACE
                ? history.active()
                : List.<CrawlJob>of();
        var surplus = history.surplus(spec);
        var next = spec.suspend() ? Optional.<Instant>empty() : times.next(seen.now());
        var report = new ScheduleReport(seen, history);
        var status = report.followed(times, new ScheduleReport.Course(due, made, replaced, last, next));
        report.removed(surplus);
        var deleted = new ArrayList<>(replaced);
        deleted.addAll(surplus);
        return new ScheduleDecision(deleted, made, status, report.events(), look(next));
    }

    private CrawlJob job(Timetable times, Instant at) {
        var template = spec.jobTemplate();
        if (template == null) throw new IllegalStateException("a schedule without a template was not refused");
        return ScheduledJob.make(schedule, template, at, times.zone());
    }

    /** The last time that a crawl was made for: what the status says, or a crawl that the status does not know of yet. */
    private Optional<Instant> lastMade() {
        var said = Optional.ofNullable(seen.written()).map(CrawlScheduleStatus::lastScheduleTime);
        return Stream.of(said, history.lastMade(seen.now()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private Instant created(@Nullable String timestamp) {
        return timestamp == null ? seen.now() : Instant.parse(timestamp);
    }

    private Duration look(Optional<Instant> next) {
        return next.map(at -> Duration.between(seen.now(), at).plus(AFTER))
                .filter(in -> in.compareTo(LONGEST_LOOK) < 0)
                .orElse(LONGEST_LOOK);
    }
}
