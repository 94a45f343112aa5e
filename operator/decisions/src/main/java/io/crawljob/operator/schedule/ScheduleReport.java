package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus.ActiveJob;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.ConditionList;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.status.Projection.Event;
import io.crawljob.operator.workers.WorkersView.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a schedule's status says, and what is told of it. For one decision. */
final class ScheduleReport {

    private static final int MOST_ACTIVE = 100;
    private static final String UNDERSTOOD = "its times are understood";

    private final ScheduleObservation seen;
    private final History history;
    private final List<Event> events = new ArrayList<>();

    ScheduleReport(ScheduleObservation seen, History history) {
        this.seen = seen;
        this.history = history;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    CrawlScheduleStatus refused(String problem) {
        onChange(problem, new Event(true, Reason.INVALID_SPEC.toString(), problem));
        var conditions = conditions();
        conditions.add(ConditionType.ACCEPTED, Status.FALSE, Reason.INVALID_SPEC, problem);
        conditions.add(ConditionType.READY, Status.FALSE, Reason.INVALID_SPEC, problem);
        conditions.add(ConditionType.STALLED, Status.TRUE, Reason.INVALID_SPEC, problem);
        return status(active(history.active().stream()), lastTime(), null, conditions);
    }

    /**
     * What is done now.
     *
     * @param made for the time of {@code due}, if that is to be made
     * @param last the time of the crawl before
     */
    record Course(
            DueRun due,
            @Nullable CrawlJob made,
            List<CrawlJob> replaced,
            Optional<Instant> last,
            Optional<Instant> next) {}

    CrawlScheduleStatus followed(Timetable times, Course course) {
        var message = message(times, course.due(), course.next());
        var conditions = conditions();
        conditions.add(ConditionType.ACCEPTED, Status.TRUE, Reason.SCHEDULED, UNDERSTOOD);
        conditions.add(
                ConditionType.READY,
                Status.TRUE,
                seen.schedule().getSpec().suspend() ? Reason.SUSPENDED : Reason.SCHEDULED,
                message);
        conditions.add(ConditionType.STALLED, Status.FALSE, Reason.NOT_STALLED, UNDERSTOOD);
        switch (course.due()) {
            case DueRun.Make(var at) ->
                tell("CrawlJobCreated", "made %s for %s".formatted(made(course.made()), text(times, at)));
            case DueRun.Missed _ -> onChange(message, new Event(true, "MissedSchedule", message));
            case DueRun.Held _ -> onChange(message, new Event(false, "WaitingForCrawl", message));
            case DueRun.None _ -> {}
        }
        course.replaced()
                .forEach(job -> tell(
                        "CrawlJobReplaced",
                        "deleted %s, which was not over, by concurrencyPolicy Replace"
                                .formatted(job.getMetadata().getName())));
        var active = Stream.concat(
                history.active().stream().filter(job -> !course.replaced().contains(job)),
                Stream.ofNullable(course.made()));
        var last = course.due() instanceof DueRun.Make(var at) ? at : sane(course.last(), times);
        return status(active(active), last, course.next().orElse(null), conditions);
    }

    CrawlScheduleStatus unmade(CrawlScheduleStatus planned, Refusal refusal) {
        var reason = switch (refusal.kind()) {
            case FORBIDDEN -> Reason.FORBIDDEN;
            case NAME_TAKEN -> Reason.NAME_TAKEN;
            case QUOTA -> Reason.QUOTA_EXCEEDED;
            case ADMISSION -> Reason.ADMISSION_REFUSED;
        };
        var why = "%s could not be made: %s".formatted(refusal.what(), refusal.message());
        onChange(why, new Event(true, reason.toString(), why));
        var conditions = conditions();
        conditions.add(ConditionType.ACCEPTED, Status.TRUE, Reason.SCHEDULED, UNDERSTOOD);
        conditions.add(ConditionType.READY, Status.FALSE, reason, why);
        conditions.add(ConditionType.STALLED, Status.FALSE, Reason.NOT_STALLED, UNDERSTOOD);
        return status(active(history.active().stream()), lastTime(), planned.nextScheduleTime(), conditions);
    }

    void removed(List<CrawlJob> surplus) {
        surplus.forEach(job -> tell(
                "CrawlJobDeleted",
                "deleted %s, which is over, by the history limits"
                        .formatted(job.getMetadata().getName())));
    }

    private String message(Timetable times, DueRun due, Optional<Instant> next) {
        var spec = seen.schedule().getSpec();
        if (spec.suspend()) return "suspended by spec.suspend; no further crawl is made";
        return switch (due) {
            case DueRun.Held(var at) ->
                "the crawl of %s waits for %s to end, by concurrencyPolicy Forbid"
                        .formatted(
                                text(times, at),
                                history.active().getFirst().getMetadata().getName());
            case DueRun.Missed(var at) ->
                "the crawl of %s was not made: it could not begin within startingDeadlineSeconds (%d)"
                        .formatted(text(times, at), spec.startingDeadlineSeconds());
            case DueRun.Make _, DueRun.None _ ->
                next.map(at -> "the next crawl is due at " + text(times, at)).orElse("no further time is to come");
        };
    }

    private static String made(@Nullable CrawlJob made) {
        return made == null ? "nothing" : made.getMetadata().getName();
    }

    private static String text(Timetable times, Instant at) {
        return ScheduledJob.text(at, times.zone());
    }

    private void tell(String reason, String message) {
        events.add(new Event(false, reason, message));
    }

    /** A state that lasts is told once. */
    private void onChange(String message, Event event) {
        var said = Conditions.find(written(), ConditionType.READY).map(Condition::message);
        if (!said.equals(Optional.of(message))) events.add(event);
    }

    private ConditionList conditions() {
        return new ConditionList(written(), seen.schedule().getMetadata().getGeneration(), seen.now());
    }

    private List<Condition> written() {
        return seen.written() == null ? List.of() : seen.written().conditions();
    }

    private @Nullable Instant lastTime() {
        return seen.written() == null ? null : seen.written().lastScheduleTime();
    }

    /** A time to come was written by a clock that was wrong; kept, it would silence the schedule until then. */
    private @Nullable Instant sane(Optional<Instant> last, Timetable times) {
        return last.filter(at -> !at.isAfter(seen.now()))
                .or(() -> last.flatMap(_ -> times.latest(seen.now())))
                .orElse(null);
    }

    private static List<ActiveJob> active(Stream<CrawlJob> jobs) {
        return jobs.map(job -> new ActiveJob(
                        job.getMetadata().getName(), job.getMetadata().getUid()))
                .limit(MOST_ACTIVE)
                .toList();
    }

    private CrawlScheduleStatus status(
            List<ActiveJob> active, @Nullable Instant last, @Nullable Instant next, ConditionList conditions) {
        var before = seen.written() == null ? null : seen.written().lastSuccessfulTime();
        var success = history.lastSuccess()
                .filter(at -> before == null || at.isAfter(before))
                .orElse(before);
        return new CrawlScheduleStatus(
                seen.schedule().getMetadata().getGeneration(), active, last, success, next, conditions.all());
    }
}
