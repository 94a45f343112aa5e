package io.crawljob.operator.status;

import static io.crawljob.operator.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJobStatus.Progress;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.queue.Snapshot;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountersTest {

    @Test
    void percentAndSummaryAreWhatIsSettledOfWhatIsKnown() {
        var progress = progress(
                Counts.running().waiting(1).done(100).failed(50).excluded(49).snapshot(), null, 1);

        assertThat(progress.summary()).isEqualTo("199/200");
        assertThat(progress.percent()).as("rounded down: 100 is the end").isEqualTo(99);
    }

    @Test
    void anEmptyFrontierHasNoPercent() {
        var progress = progress(Counts.running().snapshot(), null, 1);

        assertThat(progress.percent()).isZero();
        assertThat(progress.summary()).isEqualTo("0/0");
    }

    @Test
    void theRateIsRoundedSoThatItDoesNotFlicker() {
        assertThat(progress(Counts.running().waiting(1).done(24).snapshot(), null, 24)
                        .pagesPerMinute())
                .isEqualTo(72);
        assertThat(progress(Counts.running().waiting(1).done(777).snapshot(), null, 777)
                        .pagesPerMinute())
                .isEqualTo(2_330);
    }

    @Test
    void theEstimateIsRoundedAndStaysWhileItIsNotFarOff() {
        var counts = Counts.running().waiting(400).done(20).snapshot();

        var first = progress(counts, null, 20);
        assertThat(first.estimatedCompletionTime()).isEqualTo(Instant.parse("2026-11-22T10:36:40Z"));

        var fewer = Counts.running().waiting(390).done(20).snapshot();
        assertThat(progress(fewer, first, 20).estimatedCompletionTime()).isEqualTo(first.estimatedCompletionTime());

        var many = Counts.running().waiting(4_000).done(20).snapshot();
        assertThat(progress(many, first, 20).estimatedCompletionTime()).isNotEqualTo(first.estimatedCompletionTime());
    }

    @Test
    void theFurtherAnEstimateTheCoarser() {
        assertThat(Moments.estimate(NOW.plusSeconds(61), NOW)).isEqualTo(NOW.plusSeconds(70));
        assertThat(Moments.estimate(NOW.plusSeconds(601), NOW)).isEqualTo(NOW.plusSeconds(660));
        assertThat(Moments.estimate(NOW.plusSeconds(3_601), NOW)).isEqualTo(NOW.plusSeconds(4_200));
        assertThat(Moments.estimate(NOW.plus(Duration.ofDays(2)), NOW))
                .isEqualTo(NOW.plus(Duration.ofDays(2)).plusSeconds(1_800));
    }

    @Test
    void aTimeOfAnotherDayHasItsDate() {
        assertThat(Moments.until(NOW.plusMillis(4_200), NOW)).isEqualTo("10:30:05");
        assertThat(Moments.until(NOW.plus(Duration.ofHours(20)), NOW)).isEqualTo("2026-11-23 06:30:00");
    }

    @Test
    void aRunThatStandsHasNeitherRateNorEstimate() {
        var counts = Counts.running().waiting(400).done(20).snapshot();
        var moving = progress(counts, null, 20);

        var still = Counters.of(counts, moving, seen(counts, 20), false);

        assertThat(still).isEqualTo(Counters.still(moving));
        assertThat(still.pagesPerMinute()).isNull();
        assertThat(still.estimatedCompletionTime()).isNull();
    }

    @Test
    void whatWasToldStaysUntilThereAreReadingsEnough() {
        var counts = Counts.running().waiting(400).done(20).snapshot();
        var told = progress(counts, null, 20);
        var restarted = Given.seen(Given.job(""), Given.counted(counts));

        var progress = Counters.of(counts, told, restarted, true);

        assertThat(progress.pagesPerMinute()).isEqualTo(60);
        assertThat(progress.estimatedCompletionTime()).isEqualTo(told.estimatedCompletionTime());
    }

    private static Progress progress(Snapshot counts, @Nullable Progress before, long doneIn20Seconds) {
        return Counters.of(counts, before, seen(counts, doneIn20Seconds), true);
    }

    /** Seen with a pace of so many pages in the last 20 seconds. */
    private static Observation seen(Snapshot counts, long doneIn20Seconds) {
        var plain = Given.seen(Given.job(""), Given.counted(counts));
        var pace = Pace.unknown()
                .with(Counts.running().readAt(NOW.minusSeconds(20)).snapshot())
                .with(Counts.running().done(doneIn20Seconds).snapshot());
        return new Observation(plain.job(), plain.validated(), plain.queue(), plain.reading(), pace, NOW);
    }
}
