package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.cluster.Specs;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.QueueTerms;
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.plan.Validated;
import io.crawljob.operator.pool.PoolRegistry.Pool;
import io.crawljob.operator.progress.JobFile;
import io.crawljob.operator.status.Projection;
import io.crawljob.operator.status.StatusProjector;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.write.StatusWriter.Result;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.QueueFullException;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.QueueUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at one job: observe, decide, act, until there is nothing left to do; then record. */
final class JobCycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobCycle.class);
    /** No life needs as many in a row; a decision that repeats itself ends here. */
    private static final int MOST_ROUNDS = 8;

    private static final Duration AT_REST = Duration.ofMinutes(5);
    private static final Duration IN_MOTION = Duration.ofSeconds(10);
    private static final Duration REFERENCE_MISSING = Duration.ofSeconds(10);

    private final JobParts parts;
    private final Queues queues;
    private final Judge judge;
    private final Steps steps;
    private final Clock clock;
    private final Consumer<JobFile> wake;

    /** @param wake asks for a look at another job */
    JobCycle(JobParts parts, Clock clock, Consumer<JobFile> wake) {
        var settings = parts.settings();
        this.parts = parts;
        this.queues = new Queues(parts.client(), parts.pools(), settings.createDefaultQueue());
        this.judge = new Judge(parts.client(), queues, settings.plan());
        this.steps = new Steps(parts.jobs(), new Purge(parts.jobs()), parts.client());
        this.clock = clock;
        this.wake = wake;
    }

    /** @return when to look again, if nothing happens before */
    Duration run(CrawlJob job, JobFile file, Notes notes) {
        var unreadable = job.getSpec() == null;
        job.setSpec(Specs.orEmpty(job.getSpec()));
        var written = parts.written().of(job).orElse(null);
        job.setStatus(written);
        var validated = unreadable ? Judge.unreadable() : judge.judge(job, Standings.queue(job), notes);
        stand(job, validated, file);
        var seen = act(job, validated, file, notes);
        var projection = StatusProjector.project(seen, notes.done);
        var wait = record(job, written, projection, file, notes);
        job.setStatus(parts.written().of(job).orElse(null));
        stand(job, validated, file);
        if (file.standing().over()) notes.shrink();
        return earlier(wait, nextLook(seen, file));
    }

    private void stand(CrawlJob job, Validated validated, JobFile file) {
        var runs = validated instanceof Validated.Accepted || file.standing().hasTurn();
        var before = file.standing();
        parts.board().stand(file, Standings.of(job, runs));
        if (before.contends() && !file.standing().contends())
            parts.board().line(before.queue()).forEach(wake);
    }

    /** Decides and acts until there is nothing more to do. @return what was seen last, after the last act */
    private Observation act(CrawlJob job, Validated validated, JobFile file, Notes notes) {
        var seen = observe(job, validated, file, notes);
        List<Step> before = List.of();
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var next = NextSteps.decide(seen);
            // The same answer twice: what it asks for cannot be had now.
            if (next.isEmpty() || next.equals(before)) break;
            carryOut(next, job, file, notes);
            before = next;
            seen = observe(job, validated, file, notes);
        }
        return seen;
    }

    private void carryOut(List<Step> next, CrawlJob job, JobFile file, Notes notes) {
        try {
            for (var step : next) {
                if (!steps.carryOut(step, job, file)) return;
                notes.done.add(step);
            }
            notes.redisFull = null;
        } catch (QueueUnavailableException e) {
            LOG.warn("job {}: {}", file.key(), e.getMessage());
        } catch (QueueFullException e) {
            LOG.warn("job {}: {}", file.key(), e.getMessage());
            notes.redisFull = String.valueOf(e.getMessage());
        }
    }

    private Observation observe(CrawlJob job, Validated validated, JobFile file, Notes notes) {
        var reading = read(file);
        file.consider(reading);
        return new Observation(job, validated, view(file, notes), reading, file.pace(), clock.instant());
    }

    private Reading read(JobFile file) {
        var closed = parts.redis().closed();
        if (closed.isPresent()) return new Reading.Unread(closed.get());
        try {
            return parts.jobs()
                    .snapshots(List.of(file.key()))
                    .getFirst()
                    .<Reading>map(Reading.Counted::new)
                    .orElseGet(() -> new Reading.NoKeys(clock.instant()));
        } catch (QueueUnavailableException e) {
            return new Reading.Unread(String.valueOf(e.getMessage()));
        }
    }

    private QueueView view(JobFile file, Notes notes) {
        var queue = file.standing().queue();
        var pool = queues.find(queue).orElse(Queues.NOT_SEEN);
        return new QueueView(
                queue.name(),
                pool.suspended(),
                turn(file, pool.maxRunning()),
                pool.workers(),
                notes.redisFull,
                terms(file, pool));
    }

    /** A queue without limits asks nothing of Redis. */
    private QueueTerms terms(JobFile file, Pool pool) {
        var queue = file.standing().queue();
        var whole = pool.allowance();
        var ofOthers = parts.board().waitingBeside(file);
        return new QueueTerms(
                pool.limits(),
                !pool.limits().none() && isReached(queue),
                whole.maxWaiting(),
                new Allowance(QueueTerms.left(whole.maxWaiting(), ofOthers), whole.events(), whole.deadLetters()));
    }

    private boolean isReached(QueueKey queue) {
        try {
            return parts.gate()
                    .read(List.of(QueueLimits.lane(queue)))
                    .getFirst()
                    .waited();
        } catch (QueueUnavailableException e) {
            LOG.debug("the limits of queue {} cannot be read: {}", queue, e.getMessage());
            return false;
        }
    }

    private Turn turn(JobFile file, @Nullable Integer maxRunning) {
        var given = parts.board().turn(file, maxRunning);
        given.freed().forEach(wake);
        return given.turn();
    }

    private Duration record(
            CrawlJob job, @Nullable CrawlJobStatus written, Projection projection, JobFile file, Notes notes) {
        if (!StatusProjector.differs(written, projection.status())) {
            notes.done.clear();
            return AT_REST;
        }
        var fresh = new CrawlJob();
        fresh.setStatus(projection.status());
        return switch (parts.writer().write(job, fresh, parts.written())) {
            case Result.Later later -> later.in();
            case Result.Gone gone -> AT_REST;
            case Result.Written done -> {
                notes.done.clear();
                projection.events().forEach(event -> parts.events().tell(job, file.key(), event));
                yield AT_REST;
            }
        };
    }

    private Duration nextLook(Observation seen, JobFile file) {
        var now = clock.instant();
        var byTime = NextSteps.wakeAt(seen)
                .map(at -> Duration.between(now, at))
                .map(left -> left.isNegative() ? Duration.ofMillis(500) : left.plusMillis(1))
                .orElse(AT_REST);
        if (file.standing().over()) return earlier(byTime, AT_REST);
        if (seen.validated() instanceof Validated.Rejected) return earlier(byTime, REFERENCE_MISSING);
        return earlier(byTime, seen.reading() instanceof Reading.Counted ? IN_MOTION : REFERENCE_MISSING);
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
