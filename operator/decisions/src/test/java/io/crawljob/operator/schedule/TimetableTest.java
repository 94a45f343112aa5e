package io.crawljob.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec.ConcurrencyPolicy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected times are written by hand, from the calendar and the IANA rules of each zone. */
class TimetableTest {

    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *       | Etc/UTC          | 2026-11-22T00:00:00Z      | 2026-11-22T02:30:00Z 2026-11-23T02:30:00Z
            30 2 * * *       | Etc/UTC          | 2026-11-22T02:30:00Z      | 2026-11-23T02:30:00Z
            */20 9-10 * * *  | Etc/UTC          | 2026-11-22T09:30:00Z      | 2026-11-22T09:40:00Z 2026-11-22T10:00:00Z
            0 0 29 2 *       | Etc/UTC          | 2026-01-01T00:00:00Z      | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z
            0 12 * * 0       | Etc/UTC          | 2026-11-20T00:00:00Z      | 2026-11-22T12:00:00Z 2026-11-29T12:00:00Z
            0 12 * * 7       | Etc/UTC          | 2026-11-20T00:00:00Z      | 2026-11-22T12:00:00Z
            0 12 * * SUN     | Etc/UTC          | 2026-11-20T00:00:00Z      | 2026-11-22T12:00:00Z
            0 12 * NOV MON-FRI | Etc/UTC        | 2026-11-20T13:00:00Z      | 2026-11-23T12:00:00Z
            0 0 13 * FRI     | Etc/UTC          | 2026-11-01T00:00:00Z      | 2026-11-06T00:00:00Z 2026-11-13T00:00:00Z 2026-11-20T00:00:00Z 2026-11-27T00:00:00Z 2026-12-04T00:00:00Z 2026-12-11T00:00:00Z 2026-12-13T00:00:00Z
            @daily           | Asia/Kolkata     | 2026-11-22T00:00:00Z      | 2026-11-22T18:30:00Z
            @hourly          | Etc/UTC          | 2026-11-22T00:10:00Z      | 2026-11-22T01:00:00Z
            @weekly          | Etc/UTC          | 2026-11-23T00:00:00Z      | 2026-11-29T00:00:00Z
            @monthly         | Etc/UTC          | 2026-11-22T00:00:00Z      | 2026-12-01T00:00:00Z
            @yearly          | Etc/UTC          | 2026-11-22T00:00:00Z      | 2027-01-01T00:00:00Z
            """)
    void readsCron(String cron, String zone, String after, String expected) {
        checkBothWays(cron, zone, after, expected);
    }

    /** The clock goes forward: what it skips is at the change, once. */
    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *  | Europe/Berlin       | 2026-03-28T02:00:00+01:00 | 2026-03-28T02:30:00+01:00 2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00
            */20 2 * * *| Europe/Berlin       | 2026-03-29T00:00:00+01:00 | 2026-03-29T03:00:00+02:00 2026-03-30T02:00:00+02:00
            0 * * * *   | Europe/Berlin       | 2026-03-29T00:30:00+01:00 | 2026-03-29T01:00:00+01:00 2026-03-29T03:00:00+02:00 2026-03-29T04:00:00+02:00
            0 3 * * *   | Europe/Berlin       | 2026-03-28T12:00:00+01:00 | 2026-03-29T03:00:00+02:00 2026-03-30T03:00:00+02:00
            59 1 * * *  | Europe/Berlin       | 2026-03-28T12:00:00+01:00 | 2026-03-29T01:59:00+01:00 2026-03-30T01:59:00+02:00
            15 2 * * *  | America/New_York    | 2026-03-07T12:00:00-05:00 | 2026-03-08T03:00:00-04:00 2026-03-09T02:15:00-04:00
            15 2 * * *  | Australia/Lord_Howe | 2026-10-03T12:00:00+10:30 | 2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00
            0 0 * * *   | America/Santiago    | 2026-09-05T12:00:00-04:00 | 2026-09-06T01:00:00-03:00 2026-09-07T00:00:00-03:00
            """)
    void runsATimeThatIsSkippedAtTheChange(String cron, String zone, String after, String expected) {
        checkBothWays(cron, zone, after, expected);
    }

    /** The clock goes back: what it shows twice is once, at the first. */
    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *  | Europe/Berlin       | 2026-10-24T12:00:00+02:00 | 2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00
            30 2 * * *  | Europe/Berlin       | 2026-10-25T02:00:00+01:00 | 2026-10-26T02:30:00+01:00
            */30 * * * *| Europe/Berlin       | 2026-10-25T01:45:00+02:00 | 2026-10-25T02:00:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T03:00:00+01:00
            0 3 * * *   | Europe/Berlin       | 2026-10-24T12:00:00+02:00 | 2026-10-25T03:00:00+01:00 2026-10-26T03:00:00+01:00
            30 1 * * *  | America/New_York    | 2026-10-31T12:00:00-04:00 | 2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00
            45 1 * * *  | Australia/Lord_Howe | 2026-04-04T12:00:00+11:00 | 2026-04-05T01:45:00+11:00 2026-04-06T01:45:00+10:30
            """)
    void runsATimeThatOccursTwiceOnce(String cron, String zone, String after, String expected) {
        checkBothWays(cron, zone, after, expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "x",
                "0 0 0 * *"
            })
    void refusesWhatIsNoCron(String cron) {
        assertThat(Timetable.read(spec(cron, "Etc/UTC", null)))
                .isInstanceOfSatisfying(
                        Timetable.Reading.Bad.class,
                        bad -> assertThat(bad.problem()).startsWith("spec.schedule: "));
    }

    @Test
    void refusesATimeThatNeverComes() {
        assertThat(Timetable.read(spec("0 0 31 2 *", "Etc/UTC", null)))
                .isEqualTo(new Timetable.Reading.Bad("spec.schedule: 0 0 31 2 * never comes"));
    }

    @Test
    void refusesAZoneThatIsNone() {
        assertThat(Timetable.read(spec("0 0 * * *", "Europe/Atlantis", null)))
                .isInstanceOfSatisfying(
                        Timetable.Reading.Bad.class,
                        bad -> assertThat(bad.problem()).contains("spec.timeZone", "Europe/Atlantis"));
    }

    @Test
    void knowsTheOneTimeOfRunAt() {
        var at = Instant.parse("2026-11-22T10:00:30Z");
        var times = good(spec(null, "Etc/UTC", at));

        assertThat(times.next(at.minusSeconds(1))).contains(at);
        assertThat(times.next(at)).isEmpty();
        assertThat(times.latest(at)).contains(at);
        assertThat(times.latest(at.minusSeconds(1))).isEmpty();
    }

    /** Forward by {@code next}; and at each of these times and until the next one it is the latest. */
    private static void checkBothWays(String cron, String zone, String after, String expected) {
        var times = good(spec(cron, zone, null));
        var want = List.of(expected.split(" ")).stream().map(TimetableTest::at).toList();
        var found = new ArrayList<Instant>();
        for (var last = at(after); found.size() < want.size(); last = found.getLast()) {
            found.add(times.next(last).orElseThrow());
        }
        assertThat(found).isEqualTo(want);
        for (int i = 0; i < want.size(); i++) {
            assertThat(times.latest(want.get(i))).contains(want.get(i));
            assertThat(times.latest(want.get(i).minusMillis(1))).isNotEqualTo(times.latest(want.get(i)));
            if (i > 0) assertThat(times.latest(want.get(i).minusMillis(1))).contains(want.get(i - 1));
        }
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant();
    }

    private static Timetable good(CrawlScheduleSpec spec) {
        return ((Timetable.Reading.Good) Timetable.read(spec)).times();
    }

    private static CrawlScheduleSpec spec(@Nullable String cron, String zone, @Nullable Instant runAt) {
        return new CrawlScheduleSpec(cron, runAt, zone, false, null, ConcurrencyPolicy.FORBID, 3, 1, null);
    }
}
