package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.cluster.Specs;
import io.crawljob.operator.progress.Signals;
import io.crawljob.operator.queuestatus.Backlog;
import io.crawljob.operator.queuestatus.QueueObservation;
import io.crawljob.operator.queuestatus.QueueStatusProjector;
import io.crawljob.operator.scale.Demand;
import io.crawljob.operator.scale.ScalePolicy;
import io.crawljob.operator.scale.Scaling;
import io.crawljob.operator.workers.WorkersJudge;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.crawljob.operator.write.StatusWriter;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobState;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.Snapshot;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Observes one queue, decides its size, brings its objects to it, and says how it stands. All of it each time. */
public final class CrawlQueueReconciler implements Reconciler<CrawlQueue>, Signals.Listener<CrawlQueue> {

    private static final Duration STALE = Duration.ofSeconds(15);
    private static final Duration NEXT_LOOK = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final PoolParts parts;
    private final Consumer<QueueKey> jobsOf;
    private final Clock clock;
    private final Signals<CrawlQueue> signals = new Signals<>("queue-signals", this);
    private final Map<String, Scaling> sizes = new ConcurrentHashMap<>();

    /** @param jobsOf wakes a queue's jobs; must not block */
    public CrawlQueueReconciler(PoolParts parts, Consumer<QueueKey> jobsOf, Clock clock) {
        this.parts = parts;
        this.jobsOf = jobsOf;
        this.clock = clock;
    }

    public Signals<CrawlQueue> signals() {
        return signals;
    }

    @Override
    public List<EventSource<?, CrawlQueue>> prepareEventSources(EventSourceContext<CrawlQueue> context) {
        return List.of(signals);
    }

    @Override
    public UpdateControl<CrawlQueue> reconcile(CrawlQueue queue, Context<CrawlQueue> context) {
        if (queue.getMetadata().getDeletionTimestamp() != null) return UpdateControl.noUpdate();
        queue.setSpec(Specs.orEmpty(queue.getSpec()));
        try {
            return UpdateControl.<CrawlQueue>noUpdate().rescheduleAfter(cycle(queue));
        } catch (KubernetesClientException e) {
            return UpdateControl.<CrawlQueue>noUpdate()
                    .rescheduleAfter(parts.pauses().after("CrawlQueue " + Names.key(queue), e));
        }
    }

    private Duration cycle(CrawlQueue queue) {
        var key = Names.key(queue);
        var now = clock.instant();
        var written = parts.written().of(queue).orElse(null);
        queue.setStatus(written);
        var hasUser = parts.users().ensure(key.namespace());
        var isLimited = parts.budgets().ensure(key, queue.getSpec().limits());
        var backlog = parts.board().backlog(key);
        var deployment = parts.watch().deployment(key);
        var scaling = scale(queue, backlog, deployment, now);
        var refused = bring(queue, scaling, deployment);
        var workers = parts.watch().view(key, scaling.size().workers(), refused.orElse(null));
        var pool = new PoolRegistry.Pool(
                queue.getSpec().suspend(),
                queue.getSpec().jobs().maxRunning(),
                workers,
                QueueBudgets.of(queue.getSpec().limits()),
                allowance(queue),
                queue.getSpec().workers().secrets(),
                queue.getSpec().workers().browser());
        if (parts.registry().put(key, pool)) jobsOf.accept(key);
        var status = QueueStatusProjector.project(
                new QueueObservation(queue, parts.redis().facts(), workers, scaling, backlog, now));
        var secretMissing = WorkersJudge.judge(workers).reason() == Reason.SECRET_MISSING;
        // Who has deleted it may have it back: to make it again is all that can be done without a right to read it.
        if (secretMissing) parts.applier().forget(key);
        var settled = hasUser && isLimited && workers.refused() == null && !secretMissing;
        return earlier(record(queue, written, status), nextLook(queue, scaling, backlog, settled, now));
    }

    private static Allowance allowance(CrawlQueue queue) {
        var retention = queue.getSpec().retention();
        return new Allowance(
                queue.getSpec().jobs().maxWaitingUrls(), retention.eventsPerJob(), retention.deadLettersPerJob());
    }

    private Scaling scale(CrawlQueue queue, Backlog backlog, Optional<Deployment> deployment, Instant now) {
        var uid = queue.getMetadata().getUid();
        var before = Optional.ofNullable(sizes.get(uid)).or(() -> found(queue, deployment));
        // Not known, and it may not be asked: to apply it will be refused for the same reason, and say so.
        if (before.isEmpty()) return Scaling.found(0);
        var scaling = policy(queue).decide(demand(queue, backlog), before.get(), now);
        sizes.put(uid, scaling);
        return scaling;
    }

    /** After a start: asked of the API server when the informer has not shown it yet, since taking it for absent would send running workers away. */
    private Optional<Scaling> found(CrawlQueue queue, Optional<Deployment> shown) {
        try {
            return Optional.of(Scaling.found(shown.or(() -> parts.applier().present(queue))
                    .map(it -> it.getSpec().getReplicas())
                    .orElse(0)));
        } catch (KubernetesClientException e) {
            if (Refusals.of("Deployment", e).isEmpty()) throw e;
            return Optional.empty();
        }
    }

    private Optional<Refusal> bring(CrawlQueue queue, Scaling scaling, Optional<Deployment> deployment) {
        var unsupported = Unsupported.of(queue, parts.settings());
        if (unsupported.isPresent()) return unsupported;
        return parts.applier().apply(queue, scaling.size().workers(), deployment);
    }

    private Duration record(CrawlQueue queue, @Nullable CrawlQueueStatus written, CrawlQueueStatus status) {
        if (!QueueStatusProjector.differs(written, status)) return NEXT_LOOK;
        var fresh = new CrawlQueue();
        fresh.setStatus(status);
        return switch (parts.writer().write(queue, fresh, parts.written())) {
            case StatusWriter.Result.Later later -> later.in();
            case StatusWriter.Result.Gone gone -> NEXT_LOOK;
            case StatusWriter.Result.Written done -> NEXT_LOOK;
        };
    }

    private static Duration nextLook(CrawlQueue queue, Scaling scaling, Backlog backlog, boolean settled, Instant now) {
        if (!settled) return SOON;
        var lowSince = scaling.lowSince();
        if (lowSince != null) {
            var end = lowSince.plusSeconds(queue.getSpec().workers().scaleDownStabilizationSeconds());
            var left = Duration.between(now, end).plusMillis(1);
            return left.isNegative() ? Duration.ofMillis(100) : earlier(left, SOON);
        }
        return backlog.jobs().isEmpty() ? NEXT_LOOK : SOON;
    }

    private static ScalePolicy policy(CrawlQueue queue) {
        var workers = queue.getSpec().workers();
        return new ScalePolicy(
                workers.min(),
                Math.max(workers.min(), workers.max()),
                workers.concurrency(),
                workers.targetPerWorker(),
                Duration.ofSeconds(workers.scaleDownStabilizationSeconds()),
                STALE);
    }

    private Demand demand(CrawlQueue queue, Backlog backlog) {
        var leasable = backlog.jobs().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .toList();
        return new Demand(
                parts.board().readAt(),
                leasable.stream().mapToLong(Snapshot::waiting).sum(),
                leasable.stream().mapToLong(Snapshot::leased).sum(),
                leasable.stream().mapToLong(Snapshot::dueSoon).sum(),
                leasable.stream().mapToLong(Snapshot::admissible).sum(),
                Demand.byLimits(queue.getSpec().limits()));
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void appeared(CrawlQueue queue) {
        jobsOf.accept(Names.key(queue));
    }

    @Override
    public void disappeared(CrawlQueue queue) {
        var key = Names.key(queue);
        var uid = queue.getMetadata().getUid();
        sizes.remove(uid);
        parts.registry().remove(key);
        parts.applier().forget(key);
        parts.budgets().forget(key);
        parts.written().forget(uid);
        parts.writer().forget(uid);
        jobsOf.accept(key);
    }
}
