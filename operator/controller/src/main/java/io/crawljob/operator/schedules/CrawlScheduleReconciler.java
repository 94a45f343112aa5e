package io.crawljob.operator.schedules;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.events.EventRecorder;
import io.crawljob.operator.progress.Signals;
import io.crawljob.operator.schedule.ScheduleDecision;
import io.crawljob.operator.schedule.ScheduleObservation;
import io.crawljob.operator.schedule.SchedulePolicy;
import io.crawljob.operator.schedule.ScheduledJob;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the crawls of schedules when they are due, and removes the old ones. */
public final class CrawlScheduleReconciler implements Reconciler<CrawlSchedule>, Signals.Listener<CrawlSchedule> {

    private static final Logger LOG = LoggerFactory.getLogger(CrawlScheduleReconciler.class);

    private final KubernetesClient client;
    private final ApiPauses pauses;
    private final StatusWriter writer;
    private final EventRecorder events;
    private final Clock clock;
    private final LastWritten<CrawlScheduleStatus> written = new LastWritten<>();
    private final Signals<CrawlSchedule> signals = new Signals<>("schedule-signals", this);

    public CrawlScheduleReconciler(ApiServer cluster, StatusWriter writer, EventRecorder events, Clock clock) {
        this.client = cluster.client();
        this.pauses = cluster.pauses();
        this.writer = writer;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, CrawlSchedule>> prepareEventSources(EventSourceContext<CrawlSchedule> context) {
        var made = InformerEventSourceConfiguration.from(CrawlJob.class, CrawlSchedule.class)
                .withName("scheduled-crawls")
                .withLabelSelector(ScheduledJob.LABEL)
                .withNamespacesInheritedFromController()
                .build();
        return List.of(signals, new InformerEventSource<>(made, context));
    }

    @Override
    public UpdateControl<CrawlSchedule> reconcile(CrawlSchedule schedule, Context<CrawlSchedule> context) {
        var meta = schedule.getMetadata();
        if (meta.getDeletionTimestamp() != null) return UpdateControl.noUpdate();
        if (schedule.getSpec() == null) {
            LOG.warn("CrawlSchedule {}/{} has a spec that cannot be read", meta.getNamespace(), meta.getName());
            return UpdateControl.noUpdate();
        }
        var jobs = context.getSecondaryResourcesAsStream(CrawlJob.class).toList();
        var seen = new ScheduleObservation(schedule, written.of(schedule).orElse(null), jobs, clock.instant());
        try {
            return UpdateControl.<CrawlSchedule>noUpdate().rescheduleAfter(cycle(seen));
        } catch (KubernetesClientException e) {
            var what = "CrawlSchedule %s/%s".formatted(meta.getNamespace(), meta.getName());
            return UpdateControl.<CrawlSchedule>noUpdate().rescheduleAfter(pauses.after(what, e));
        }
    }

    private Duration cycle(ScheduleObservation seen) {
        var planned = SchedulePolicy.decide(seen);
        planned.delete().forEach(job -> client.resource(job).delete());
        var refused = make(seen.schedule(), planned.create());
        var decision = refused.map(refusal -> SchedulePolicy.unmade(seen, planned, refusal))
                .orElse(planned);
        var wait = record(seen, decision);
        decision.events().forEach(event -> events.tell(seen.schedule(), event));
        return wait;
    }

    /** Made twice it is made once: the name says for which time. */
    private Optional<Refusal> make(CrawlSchedule schedule, @Nullable CrawlJob job) {
        if (job == null) return Optional.empty();
        var what = "CrawlJob " + job.getMetadata().getName();
        try {
            client.resource(job).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return takenBy(schedule, job, what);
            var refusal = Refusals.of(what, e);
            if (refusal.isEmpty()) throw e;
            return refusal;
        }
    }

    private Optional<Refusal> takenBy(CrawlSchedule schedule, CrawlJob job, String what) {
        var there = client.resource(job).get();
        var owned = there == null
                || there.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner ->
                                owner.getUid().equals(schedule.getMetadata().getUid()));
        return owned
                ? Optional.empty()
                : Optional.of(new Refusal(Refusal.Kind.NAME_TAKEN, what, "a CrawlJob of that name is not its own"));
    }

    private Duration record(ScheduleObservation seen, ScheduleDecision decision) {
        if (decision.status().equals(seen.written())) return decision.lookAgain();
        var fresh = new CrawlSchedule();
        fresh.setStatus(decision.status());
        return switch (writer.write(seen.schedule(), fresh, written)) {
            case StatusWriter.Result.Later later -> later.in();
            case StatusWriter.Result.Gone gone -> decision.lookAgain();
            case StatusWriter.Result.Written done -> decision.lookAgain();
        };
    }

    @Override
    public void appeared(CrawlSchedule schedule) {
        // The framework reconciles it.
    }

    @Override
    public void disappeared(CrawlSchedule schedule) {
        var uid = schedule.getMetadata().getUid();
        written.forget(uid);
        writer.forget(uid);
    }
}
