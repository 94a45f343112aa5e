package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Says in each CrawlSchedule that nothing comes of it yet. */
public final class CrawlScheduleReconciler implements Reconciler<CrawlSchedule> {

    private static final Duration AT_REST = Duration.ofMinutes(10);
    private static final String MESSAGE =
            "this version does not run schedules yet: create the CrawlJob at its times, by a CronJob for example";

    private final StatusWriter writer;
    private final Clock clock;
    private final LastWritten<CrawlScheduleStatus> written = new LastWritten<>();

    public CrawlScheduleReconciler(StatusWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public UpdateControl<CrawlSchedule> reconcile(CrawlSchedule schedule, Context<CrawlSchedule> context) {
        var generation = schedule.getMetadata().getGeneration();
        var said = written.of(schedule)
                .map(CrawlScheduleStatus::observedGeneration)
                .filter(generation::equals)
                .isPresent();
        if (said) return UpdateControl.noUpdate();
        var fresh = new CrawlSchedule();
        var status = status(generation, firstSaid(schedule));
        fresh.setStatus(status);
        try {
            return switch (writer.write(schedule, fresh)) {
                case StatusWriter.Result.Later later ->
                    UpdateControl.<CrawlSchedule>noUpdate().rescheduleAfter(later.in());
                case StatusWriter.Result.Gone gone -> UpdateControl.noUpdate();
                case StatusWriter.Result.Written done -> {
                    written.put(schedule, status, done.resourceVersion());
                    yield UpdateControl.<CrawlSchedule>noUpdate().rescheduleAfter(AT_REST);
                }
            };
        } catch (KubernetesClientException e) {
            var pause =
                    ApiPauses.after("CrawlSchedule " + schedule.getMetadata().getName(), e);
            return UpdateControl.<CrawlSchedule>noUpdate().rescheduleAfter(pause);
        }
    }

    private Instant firstSaid(CrawlSchedule schedule) {
        return written.of(schedule).stream()
                .flatMap(status -> status.conditions().stream())
                .map(Condition::lastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(clock::instant);
    }

    private static CrawlScheduleStatus status(Long generation, Instant since) {
        return new CrawlScheduleStatus(
                generation,
                List.of(),
                null,
                null,
                null,
                List.of(
                        condition(ConditionType.ACCEPTED, Condition.Status.FALSE, since, generation),
                        condition(ConditionType.READY, Condition.Status.FALSE, since, generation),
                        condition(ConditionType.STALLED, Condition.Status.TRUE, since, generation)));
    }

    private static Condition condition(ConditionType type, Condition.Status status, Instant since, Long generation) {
        return new Condition(type.toString(), status, Reason.NOT_SUPPORTED_YET.toString(), MESSAGE, since, generation);
    }
}
