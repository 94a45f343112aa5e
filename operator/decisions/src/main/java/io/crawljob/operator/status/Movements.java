package io.crawljob.operator.status;

import static io.crawljob.crds.v1alpha1.Reason.*;

import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.lifecycle.Course;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.QueueTerms;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersReady;
import io.crawljob.queue.Snapshot;
import java.util.Optional;

/** Decides what a job that is not over does or waits for. Pure. */
final class Movements {

    /** A wait is over when pages come faster than this; one page now and then is part of it. */
    private static final long PAGES_PER_MINUTE_OF_A_WAIT = 12;

    private Movements() {}

    static Movement decide(Observation seen, Course course, WorkersReady workers) {
        if (seen.reading() instanceof Reading.Unread(var why)) return Movement.waits(REDIS_UNAVAILABLE, why);
        var counts = course.snapshot();
        if (counts == null) return unopened(seen, course);
        return standing(seen).or(() -> full(seen, counts)).orElseGet(() -> crawling(seen, counts, workers));
    }

    private static Movement unopened(Observation seen, Course course) {
        var full = seen.queue().redisFull();
        if (full != null) return Movement.waits(REDIS_FULL, full);
        if (course.lost()) {
            return Movement.waits(QUEUE_LOST, "Redis has lost this job; it starts over from its seeds");
        }
        return Movement.waits(PENDING, "the plan is not stored yet");
    }

    private static Optional<Movement> standing(Observation seen) {
        var queue = seen.queue();
        if (seen.job().getSpec().suspend()) {
            return Optional.of(Movement.waits(
                    SUSPENDED, "suspended by spec.suspend; nothing new is begun, what was found is kept"));
        }
        if (queue.suspended()) {
            return Optional.of(Movement.waits(
                    QUEUE_SUSPENDED, "queue %s is suspended; set its spec.suspend to false".formatted(queue.name())));
        }
        return queue.turn() instanceof Turn.Waits waits
                ? Optional.of(Movement.waits(WAITING_FOR_TURN, waits.message()))
                : Optional.empty();
    }

    private static Optional<Movement> full(Observation seen, Snapshot counts) {
        if (counts.storeFull()) {
            var store = seen.job().getSpec().output().store();
            return Optional.of(Movement.waits(
                    RESULT_STORE_FULL,
                    "the result store is full: %d records in %d bytes, output.store allows %d and %s; take records out with: crawl results %s -n %s --consume"
                            .formatted(
                                    counts.records(),
                                    counts.recordBytes(),
                                    store.maxRecords(),
                                    store.maxSize(),
                                    seen.job().getMetadata().getName(),
                                    seen.job().getMetadata().getNamespace())));
        }
        return Optional.ofNullable(seen.queue().redisFull()).map(why -> Movement.waits(REDIS_FULL, why));
    }

    private static Movement crawling(Observation seen, Snapshot counts, WorkersReady workers) {
        if (!workers.ready() && nobodyWorksOn(seen, counts)) {
            var what = workers.stuck() ? workers.reason() + ": " + workers.message() : workers.message();
            return Movement.waits(WAITING_FOR_WORKERS, "waits for workers: " + what);
        }
        var wait = HostWaits.find(counts, seen.now());
        if (wait.isPresent() && (counts.leased() == 0 || isSlowWait(seen))) return wait.get();
        var terms = seen.queue().terms();
        if (terms.reached() && counts.waiting() > 0) return held(seen.queue().name(), terms);
        return complained(seen, counts).orElseGet(() -> crawls(seen, counts));
    }

    /** What workers hold that are cut off from Redis stays counted as in hand; nothing has come of it for long then. */
    private static boolean nobodyWorksOn(Observation seen, Snapshot counts) {
        if (counts.leased() == 0) return counts.waiting() + counts.delayed() > 0;
        return seen.pace().stalled();
    }

    private static Movement crawls(Observation seen, Snapshot counts) {
        var why = counts.done() == 0 ? HostWaits.retried(counts) : Optional.<String>empty();
        var text = why.map(it -> "crawls, and has no page yet; " + it).orElse("crawls");
        return new Movement(true, CRAWLING, text + leftOut(seen, counts));
    }

    /** Some workers cannot do the job's pages; those that can are not stopped by it. */
    private static Optional<Movement> complained(Observation seen, Snapshot counts) {
        var complaint = counts.complaint();
        if (complaint == null) return Optional.empty();
        if (seen.pace().pagesPerMinute().orElse(0) > 0) {
            return Optional.of(
                    new Movement(true, CRAWLING, "crawls, but some workers leave it alone: " + complaint.why()));
        }
        var what = switch (complaint.kind()) {
            case PLAN -> "workers that can read its plan";
            case SECRET -> "a Secret";
            case BROWSER -> "workers with a browser";
            case OTHER -> "workers that can do it";
        };
        return Optional.of(Movement.waits(WAITING_FOR_WORKERS, "waits for " + what + ": " + complaint.why()));
    }

    /** Without numbers of what was left out: status.exclusions has them, and they would change with each page. */
    private static String leftOut(Observation seen, Snapshot counts) {
        if (counts.skips().stream().noneMatch(it -> it.name().equals("MaxWaitingUrls"))) return "";
        return "; links that were found while all jobs of CrawlQueue %s had %d waiting pages (spec.jobs.maxWaitingUrls) are left out until they are seen again: raise it, or give this crawl a queue of its own"
                .formatted(seen.queue().name(), seen.queue().terms().maxWaitingUrls());
    }

    /** Pages do come, but no faster. */
    private static Movement held(String queue, QueueTerms terms) {
        return Movement.waits(
                RATE_LIMITED,
                "goes as fast as CrawlQueue %s allows all its jobs together: %s; raise that for more"
                        .formatted(queue, terms.describe()));
    }

    private static boolean isSlowWait(Observation seen) {
        var rate = seen.pace().pagesPerMinute();
        return rate.isPresent()
                && rate.getAsLong() < PAGES_PER_MINUTE_OF_A_WAIT
                && (waitedFor(seen, WAITING_FOR_HOSTS) || waitedFor(seen, RATE_LIMITED));
    }

    private static boolean waitedFor(Observation seen, Reason reason) {
        var status = seen.job().getStatus();
        return status != null && Conditions.hasReason(status.conditions(), ConditionType.PROGRESSING, reason);
    }
}
