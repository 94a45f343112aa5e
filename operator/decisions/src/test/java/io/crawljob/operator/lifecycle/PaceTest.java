package io.crawljob.operator.lifecycle;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.operator.Counts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void isUnknownBeforeReadingsTenSecondsApart() {
        var pace = pace(0, 9, 1);

        assertThat(pace.pagesPerMinute()).isEmpty();
        assertThat(pace.timeFor(10)).isEmpty();
    }

    @Test
    void isMeasuredOverTheLastMinute() {
        // 600 pages in the first 100 s, one page a second after that.
        var pace = Pace.unknown();
        for (var second = 0; second <= 200; second++) {
            var done = second <= 100 ? second * 6L : 600 + second - 100;
            pace = pace.with(
                    Counts.running().done(done).readAt(NOW.plusSeconds(second)).snapshot());
        }

        assertThat(pace.pagesPerMinute()).hasValue(60);
        assertThat(pace.timeFor(120)).contains(Duration.ofMinutes(2));
        assertThat(pace.points()).hasSizeLessThan(40);
    }

    @Test
    void aStandstillHasARateOfZeroAndNoEnd() {
        var pace = pace(0, 30, 0);

        assertThat(pace.pagesPerMinute()).hasValue(0);
        assertThat(pace.timeFor(10)).isEmpty();
        assertThat(pace.stalled()).isFalse();
        assertThat(pace(0, 60, 0).stalled()).isTrue();
        assertThat(pace(0, 60, 1).stalled()).isFalse();
    }

    @Test
    void aNewRunAnEpochOrALostTailBeginsAnew() {
        var pace = pace(0, 30, 2);
        var later = Counts.running().done(90).readAt(NOW.plusSeconds(40));

        assertThat(pace.with(later.run(2).snapshot()).pagesPerMinute()).isEmpty();
        assertThat(pace.with(later.run(1).epoch("e2").snapshot()).pagesPerMinute())
                .isEmpty();
        assertThat(pace.with(later.epoch("e1").done(3).snapshot()).pagesPerMinute())
                .isEmpty();
    }

    @Test
    void aReadingThatIsNotNewerChangesNothing() {
        var pace = pace(0, 30, 2);

        assertThat(pace.with(
                        Counts.running().done(60).readAt(NOW.plusSeconds(30)).snapshot()))
                .isEqualTo(pace);
    }

    private static Pace pace(int from, int to, int perSecond) {
        var pace = Pace.unknown();
        for (var second = from; second <= to; second++) {
            pace = pace.with(Counts.running()
                    .done((long) second * perSecond)
                    .readAt(NOW.plusSeconds(second))
                    .snapshot());
        }
        return pace;
    }
}
