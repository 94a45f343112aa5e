package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Clip;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.lifecycle.Course.Turning;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.status.Projection.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of a job: what has changed between the written status and the next one. Transitions only. */
final class Story {

    /** Waits that somebody has to know of; those of a polite crawl are not among them. */
    private static final Set<Reason> TROUBLES =
            Set.of(Reason.RESULT_STORE_FULL, Reason.SINK_UNAVAILABLE, Reason.REDIS_UNAVAILABLE, Reason.REDIS_FULL);

    private static final Set<Reason> WAITS =
            Set.of(Reason.WAITING_FOR_TURN, Reason.QUEUE_SUSPENDED, Reason.RATE_LIMITED);

    private final Findings found;
    private final CrawlJobStatus next;
    private final List<Condition> before;
    private final @Nullable CrawlJobStatus written;
    private final List<Event> events = new ArrayList<>();

    private Story(Findings found, CrawlJobStatus next) {
        this.found = found;
        this.next = next;
        this.written = found.seen().job().getStatus();
        this.before = written == null ? List.of() : written.conditions();
    }

    static List<Event> tell(Findings found, CrawlJobStatus next, List<Step> done) {
        var story = new Story(found, next);
        story.run();
        story.acceptance();
        story.suspension();
        story.retries(done);
        story.waits();
        story.workers();
        story.loss();
        story.end();
        return List.copyOf(story.events);
    }

    private void run() {
        var course = found.course();
        if (course.isFirst() || !course.isNewRun() || course.snapshot() == null) return;
        switch (course.turning()) {
            case NONE, START_OVER ->
                warning(
                        "StartedOver",
                        "the queue had lost the job: run %d begins from the seeds".formatted(course.run()));
            case RERUN -> normal("Rerun", "run %d begins from the seeds, as spec.rerun asks".formatted(course.run()));
            case RETRY ->
                normal(
                        "RetryFailed",
                        "run %d begins from the pages that failed, as spec.retryFailed asks".formatted(course.run()));
        }
    }

    private void acceptance() {
        var now = find(next.conditions(), ConditionType.ACCEPTED);
        var earlier = Conditions.find(before, ConditionType.ACCEPTED);
        switch (now.status()) {
            case TRUE -> {
                if (changed(earlier, now)) normal(Reason.PLAN_STORED.toString(), now.message());
            }
            case FALSE -> {
                var same = earlier.filter(
                        it -> it.status() == now.status() && it.message().equals(now.message()));
                if (same.isEmpty()) warning(now.reason(), now.message());
            }
            case UNKNOWN -> {}
        }
    }

    private void suspension() {
        if (found.ending() != null) return;
        var now = find(next.conditions(), ConditionType.SUSPENDED);
        var earlier = Conditions.isTrue(before, ConditionType.SUSPENDED);
        var suspended = now.status() == Condition.Status.TRUE;
        if (suspended && !earlier) normal("Suspended", "nothing new is begun; what was found is kept");
        if (!suspended && earlier) normal("Resumed", "the crawl goes on");
    }

    private void retries(List<Step> done) {
        var asked = done.stream().anyMatch(Step.Redrive.class::isInstance);
        if (asked && found.course().turning() != Turning.RETRY) {
            normal("RetryFailed", "failed pages are tried again, as spec.retryFailed asks");
        }
    }

    private void waits() {
        if (found.ending() != null || !found.opened()) return;
        var now = find(next.conditions(), ConditionType.PROGRESSING);
        var earlier = Conditions.find(before, ConditionType.PROGRESSING)
                .map(Condition::reason)
                .orElse("");
        if (now.reason().equals(earlier)) return;
        if (isOneOf(TROUBLES, now.reason())) warning(now.reason(), now.message());
        if (isOneOf(WAITS, now.reason())) normal(now.reason(), now.message());
        if (now.status() != Condition.Status.TRUE) return;
        if (earlier.isEmpty() || earlier.equals(Reason.PENDING.toString()))
            normal("Crawling", "the first pages are fetched");
        if (isOneOf(TROUBLES, earlier)) normal("Recovered", "the crawl goes on after " + earlier);
    }

    private void workers() {
        if (found.ending() != null) return;
        var now = find(next.conditions(), ConditionType.WORKERS_READY);
        var earlier = Conditions.find(before, ConditionType.WORKERS_READY);
        if (earlier.map(Condition::reason).filter(now.reason()::equals).isPresent()) return;
        if (found.workers().stuck()) warning(now.reason(), now.message());
    }

    /** The one exception to "counters never fall within a run". */
    private void loss() {
        if (written == null || found.course().isNewRun()) return;
        if (written.progress() == null || next.progress() == null) return;
        if (Counters.wentBack(written.progress(), next.progress())) {
            warning(
                    "CountersWentBack",
                    "Redis has lost its last moments: done was %d and is %d; what is missing is fetched again"
                            .formatted(
                                    written.progress().done(), next.progress().done()));
        }
    }

    private void end() {
        found.end().ifPresent(end -> {
            var reason = end.how().reason().toString();
            if (end.how().complete()) normal(reason, found.summary());
            else warning(reason, found.summary());
        });
    }

    private void normal(String reason, String message) {
        events.add(new Event(false, reason, text(message)));
    }

    private void warning(String reason, String message) {
        events.add(new Event(true, reason, text(message)));
    }

    /** An event's message has at most 1,024 bytes. */
    private String text(String message) {
        return Clip.text(message, 1_024);
    }

    private static boolean changed(Optional<Condition> earlier, Condition now) {
        return earlier.filter(it -> it.status() == now.status()
                        && Objects.equals(it.observedGeneration(), now.observedGeneration()))
                .isEmpty();
    }

    private static boolean isOneOf(Set<Reason> reasons, String word) {
        return reasons.stream().anyMatch(reason -> reason.toString().equals(word));
    }

    private static Condition find(List<Condition> conditions, ConditionType type) {
        return Conditions.find(conditions, type).orElseThrow();
    }
}
