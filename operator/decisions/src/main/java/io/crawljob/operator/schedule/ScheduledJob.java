package io.crawljob.operator.schedule;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec.JobTemplate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The CrawlJob of one time of a schedule. Its name is made from the time, so that a crawl cannot be made twice. */
public final class ScheduledJob {

    /** Carries the name of the schedule. */
    public static final String LABEL = "crawljob.io/schedule";

    /** Carries the time that the crawl was due, as RFC 3339 in the zone of the schedule. */
    public static final String SCHEDULED_AT = "crawljob.io/scheduled-at";

    private ScheduledJob() {}

    static String name(CrawlSchedule schedule, Instant at) {
        return schedule.getMetadata().getName() + "-" + Math.floorDiv(at.getEpochSecond(), 60);
    }

    static CrawlJob make(CrawlSchedule schedule, JobTemplate template, Instant at, ZoneId zone) {
        var metadata = new ObjectMetaBuilder()
                .withNamespace(schedule.getMetadata().getNamespace())
                .withName(name(schedule, at));
        if (template.metadata() != null) {
            metadata.addToLabels(template.metadata().labels())
                    .addToAnnotations(template.metadata().annotations());
        }
        var job = new CrawlJob();
        job.setMetadata(metadata.addToLabels(LABEL, schedule.getMetadata().getName())
                .addToAnnotations(SCHEDULED_AT, text(at, zone))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(schedule.getApiVersion())
                        .withKind(schedule.getKind())
                        .withName(schedule.getMetadata().getName())
                        .withUid(schedule.getMetadata().getUid())
                        .withController(true)
                        .build())
                .build());
        job.setSpec(template.spec());
        return job;
    }

    /** The time that it was made for; empty if somebody has changed what says so. */
    static Optional<Instant> time(CrawlJob job) {
        var text = job.getMetadata().getAnnotations().get(SCHEDULED_AT);
        if (text == null) return Optional.empty();
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String text(Instant at, ZoneId zone) {
        return at.truncatedTo(ChronoUnit.SECONDS)
                .atZone(zone)
                .toOffsetDateTime()
                .toString();
    }
}
