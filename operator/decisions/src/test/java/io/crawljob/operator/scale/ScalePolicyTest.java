package io.crawljob.operator.scale;

import static io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec.Limits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScalePolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final ScalePolicy policy = policy(0, 10);

    @Test
    void growsAtOnceToWhatTheWorkJustifies() {
        var scaling = policy.decide(demand(700, 90, 11, 1_000), Scaling.found(0), NOW);

        assertThat(scaling).isEqualTo(new Scaling(new Size(5, QUEUE_DEPTH), null));
    }

    @Test
    void addsNoWorkersThatWouldOnlyWaitForHosts() {
        assertThat(size(demand(100_000, 0, 0, 40))).isEqualTo(new Size(2, HOST_BOUND));
    }

    @Test
    void addsNoWorkersThatWouldOnlyWaitForTheQueuesOwnRate() {
        var demand = new Demand(NOW, 100_000, 0, 0, 1_000, 20);

        assertThat(size(demand)).isEqualTo(new Size(1, RATE_BOUND));
    }

    @Test
    void staysWithinMinAndMax() {
        assertThat(size(demand(100_000, 0, 0, 100_000))).isEqualTo(new Size(10, AT_MAX));
        assertThat(policy(2, 10)
                        .decide(demand(1, 0, 0, 1), Scaling.found(0), NOW)
                        .size())
                .isEqualTo(new Size(2, QUEUE_DEPTH));
        assertThat(policy(2, 10)
                        .decide(demand(0, 0, 0, 0), Scaling.found(2), NOW)
                        .size())
                .isEqualTo(new Size(2, QUEUE_DEPTH));
    }

    @Test
    void keepsOneWorkerForWorkThatIsAllBlocked() {
        assertThat(size(demand(500, 0, 0, 0)).workers()).isEqualTo(1);
    }

    @Test
    void anEmptyQueueNeedsNobody() {
        assertThat(size(demand(0, 0, 0, 0))).isEqualTo(new Size(0, SCALED_TO_ZERO));
    }

    @Test
    void shrinksOnlyWhenLessHasSufficedForTheWholeStabilizationTime() {
        var busy = policy.decide(demand(600, 0, 0, 1_000), Scaling.found(0), NOW);

        var low = policy.decide(demandAt(NOW.plusSeconds(1), 0), busy, NOW.plusSeconds(1));
        assertThat(low.size()).isEqualTo(new Size(3, QUEUE_DEPTH));
        var still = policy.decide(demandAt(NOW.plusSeconds(60), 0), low, NOW.plusSeconds(60));
        assertThat(still.size().workers()).isEqualTo(3);
        var over = policy.decide(demandAt(NOW.plusSeconds(61), 0), still, NOW.plusSeconds(61));
        assertThat(over.size()).isEqualTo(new Size(0, SCALED_TO_ZERO));
    }

    @Test
    void aBusyMomentStartsTheStabilizationTimeAnew() {
        var low = policy.decide(demandAt(NOW, 0), new Scaling(new Size(3, QUEUE_DEPTH), null), NOW);
        var busy = policy.decide(demandAt(NOW.plusSeconds(59), 600), low, NOW.plusSeconds(59));

        var lowAgain = policy.decide(demandAt(NOW.plusSeconds(61), 0), busy, NOW.plusSeconds(61));

        assertThat(lowAgain.size().workers()).isEqualTo(3);
    }

    @Test
    void aClockThatIsSetBackStartsTheStabilizationTimeAnewAndNoMore() {
        var ahead = new Scaling(new Size(3, QUEUE_DEPTH), NOW.plusSeconds(10_000));

        var back = policy.decide(demandAt(NOW, 0), ahead, NOW);
        var over = policy.decide(demandAt(NOW.plusSeconds(60), 0), back, NOW.plusSeconds(60));

        assertThat(back.size().workers()).isEqualTo(3);
        assertThat(over.size()).isEqualTo(new Size(0, SCALED_TO_ZERO));
    }

    @Test
    void aLoweredMaximumHoldsAtOnce() {
        var scaling = policy(0, 2).decide(demand(100_000, 0, 0, 100_000), Scaling.found(8), NOW);

        assertThat(scaling.size()).isEqualTo(new Size(2, AT_MAX));
    }

    @Test
    void doesNotGuessFromAnOldReading() {
        var before = new Scaling(new Size(7, HOST_BOUND), null);

        assertThat(policy.decide(demandAt(NOW.minusSeconds(16), 0), before, NOW))
                .isEqualTo(before);
    }

    @Test
    void aQueuesLimitsAreWorthAsManyItemsAsTheyLetBeInFlight() {
        assertThat(Demand.byLimits(new Limits(null, null))).isEqualTo(Demand.UNLIMITED);
        assertThat(Demand.byLimits(new Limits(null, 40))).isEqualTo(40);
        assertThat(Demand.byLimits(new Limits(6_000, null))).isEqualTo(500);
        assertThat(Demand.byLimits(new Limits(6, 40))).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoSizeAndNoDemand() {
        assertThatThrownBy(() -> policy(3, 2)).hasMessageContaining("min 3, max 2");
        assertThatThrownBy(() -> demand(-1, 0, 0, 0)).hasMessageContaining("waiting -1");
    }

    private Size size(Demand demand) {
        return policy.decide(demand, Scaling.found(0), NOW).size();
    }

    private static ScalePolicy policy(int min, int max) {
        return new ScalePolicy(min, max, 32, 200, Duration.ofSeconds(60), Duration.ofSeconds(15));
    }

    private static Demand demand(long waiting, long leased, long dueSoon, long byHosts) {
        return new Demand(NOW, waiting, leased, dueSoon, byHosts, Demand.UNLIMITED);
    }

    private static Demand demandAt(Instant readAt, long waiting) {
        return new Demand(readAt, waiting, 0, 0, 1_000, Demand.UNLIMITED);
    }
}
