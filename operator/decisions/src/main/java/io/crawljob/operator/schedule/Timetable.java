package io.crawljob.operator.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of a schedule. Cron is read by the wall clock of its zone: a time that the clock shows twice counts once, at its first; one that the clock skips
 * is at the change. Times are whole minutes of cron, or the one of {@code runAt}.
 */
final class Timetable {

    private static final CronDefinition FIELDS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .withSupportedNicknameHourly()
            .withSupportedNicknameDaily()
            .withSupportedNicknameMidnight()
            .withSupportedNicknameWeekly()
            .withSupportedNicknameMonthly()
            .withSupportedNicknameYearly()
            .withSupportedNicknameAnnually()
            .instance();

    private final @Nullable ExecutionTime cron;
    private final @Nullable Instant once;
    private final ZoneId zone;

    private Timetable(@Nullable ExecutionTime cron, @Nullable Instant once, ZoneId zone) {
        this.cron = cron;
        this.once = once;
        this.zone = zone;
    }

    /** The times of a spec, or what is wrong with it, in words. */
    sealed interface Reading {
        record Good(Timetable times) implements Reading {}

        record Bad(String problem) implements Reading {}
    }

    static Reading read(CrawlScheduleSpec spec) {
        ZoneId zone;
        try {
            zone = ZoneId.of(spec.timeZone());
        } catch (DateTimeException e) {
            return new Reading.Bad(
                    "spec.timeZone: %s is no time zone of the IANA database, such as Europe/Berlin or Etc/UTC"
                            .formatted(spec.timeZone()));
        }
        if (spec.schedule() == null) {
            return spec.runAt() == null
                    ? new Reading.Bad("spec: one of schedule and runAt is needed")
                    : new Reading.Good(new Timetable(null, spec.runAt(), zone));
        }
        Cron parsed;
        try {
            parsed = new CronParser(FIELDS).parse(spec.schedule());
        } catch (IllegalArgumentException e) {
            return new Reading.Bad(
                    "spec.schedule: %s is no cron expression of five fields (minute, hour, day of the month, month, day of the week): %s"
                            .formatted(spec.schedule(), e.getMessage()));
        }
        var times = new Timetable(ExecutionTime.forCron(parsed), null, zone);
        return times.next(Instant.EPOCH).isEmpty()
                ? new Reading.Bad("spec.schedule: %s never comes".formatted(spec.schedule()))
                : new Reading.Good(times);
    }

    ZoneId zone() {
        return zone;
    }

    /** The last time that is not after this one. */
    Optional<Instant> latest(Instant notAfter) {
        if (cron == null) return Optional.ofNullable(once).filter(at -> !at.isAfter(notAfter));
        return cron.lastExecution(wallClock(notAfter).plusSeconds(1)).map(this::instant);
    }

    /** The first time after this one. */
    Optional<Instant> next(Instant after) {
        if (cron == null) return Optional.ofNullable(once).filter(at -> at.isAfter(after));
        return cron.nextExecution(wallClock(after)).map(this::instant);
    }

    /**
     * The latest minute that the wall clock has shown by then, as a time of a day that no clock change disturbs. While the clock shows an hour for the second
     * time, that is the end of the first.
     */
    private ZonedDateTime wallClock(Instant at) {
        var shown = LocalDateTime.ofInstant(at, zone);
        var change = zone.getRules().getTransition(shown);
        if (change != null && change.isOverlap() && !at.isBefore(change.getInstant())) {
            shown = change.getDateTimeBefore().minusNanos(1);
        }
        return shown.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
    }

    private Instant instant(ZonedDateTime wallClock) {
        var shown = wallClock.toLocalDateTime();
        var change = zone.getRules().getTransition(shown);
        if (change != null && change.isGap()) return change.getInstant();
        // Of two offsets this takes the earlier one, which is the first of two times.
        return shown.atZone(zone).toInstant();
    }
}
