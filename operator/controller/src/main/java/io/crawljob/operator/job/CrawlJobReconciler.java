package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.cluster.Specs;
import io.crawljob.operator.progress.Signals;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework's way in: one look at a job whenever something may have changed, and the end of its keys when it is deleted. */
public final class CrawlJobReconciler implements Reconciler<CrawlJob>, Signals.Listener<CrawlJob> {

    private static final Logger LOG = LoggerFactory.getLogger(CrawlJobReconciler.class);

    private final JobParts parts;
    private final JobCycle cycle;
    private final Purge purge;
    private final Sweep sweep;
    private final Executor background;
    private final Signals<CrawlJob> signals = new Signals<>("job-signals", this);
    private final Map<JobKey, Notes> notes = new ConcurrentHashMap<>();

    /** @param background for what must not hold up an informer; bounded */
    public CrawlJobReconciler(JobParts parts, Executor background, Clock clock) {
        this.parts = parts;
        this.background = background;
        this.cycle = new JobCycle(parts, clock, file -> wake(file.key().namespace(), file.name()));
        this.purge = new Purge(parts.jobs());
        this.sweep = new Sweep(
                parts.client(), parts.jobs(), parts.board(), parts.settings().namespaces());
    }

    /** Asks for a look at a job. */
    public void wake(String namespace, String name) {
        signals.wake(namespace, name);
    }

    /** Asks for a look at all jobs of a queue that are not over. */
    public void wake(QueueKey queue) {
        parts.board().of(queue).stream()
                .filter(file -> !file.standing().over())
                .forEach(file -> wake(file.key().namespace(), file.name()));
    }

    /** Removes the keys of every job whose resource is gone. */
    public void sweep() {
        sweep.run();
    }

    @Override
    public List<EventSource<?, CrawlJob>> prepareEventSources(EventSourceContext<CrawlJob> context) {
        return List.of(signals);
    }

    @Override
    public UpdateControl<CrawlJob> reconcile(CrawlJob job, Context<CrawlJob> context) {
        if (job.getMetadata().getDeletionTimestamp() != null) return UpdateControl.noUpdate();
        var key = Standings.key(job);
        var file = parts.board().find(key);
        if (file.isEmpty()) return UpdateControl.noUpdate();
        try {
            var next = cycle.run(job, file.get(), notes.computeIfAbsent(key, any -> new Notes()));
            return UpdateControl.<CrawlJob>noUpdate().rescheduleAfter(next);
        } catch (KubernetesClientException e) {
            return UpdateControl.<CrawlJob>noUpdate()
                    .rescheduleAfter(parts.pauses().after("CrawlJob " + key, e));
        }
    }

    @Override
    public void appeared(CrawlJob job) {
        var known = new CrawlJob();
        known.setMetadata(job.getMetadata());
        known.setSpec(Specs.orEmpty(job.getSpec()));
        known.setStatus(job.getStatus());
        parts.board().open(Standings.key(job), job.getMetadata().getName(), Standings.first(known));
    }

    @Override
    public void disappeared(CrawlJob job) {
        var key = Standings.key(job);
        var queue = parts.board().find(key).map(file -> file.standing().queue());
        parts.board().close(key);
        notes.remove(key);
        parts.written().forget(key.uid());
        parts.writer().forget(key.uid());
        queue.ifPresent(this::wake);
        try {
            background.execute(() -> remove(key));
        } catch (RejectedExecutionException e) {
            LOG.debug("the keys of job {} are left to the sweep", key);
        }
    }

    private void remove(JobKey key) {
        try {
            purge.all(key);
            LOG.info("removed the keys of job {}: its CrawlJob was deleted", key);
        } catch (QueueUnavailableException e) {
            LOG.warn("the keys of job {} are left to the sweep: {}", key, e.getMessage());
        }
    }
}
