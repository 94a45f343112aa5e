package io.crawljob.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.queue.Gate.Reason;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Token;
import io.crawljob.worker.TestPlans;
import io.crawljob.worker.robots.RobotsAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Duration LIMITED_FOR = Duration.ofHours(12);
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final InstantSource source = () -> now;
    private final Judgement judgement = new Judgement(source.withZone(ZoneOffset.UTC), LIMITED_FOR, new Random(1));
    private final io.crawljob.queue.Plan plan = TestPlans.plan("https://example.org/");

    @Test
    void aPermanentAnswerIsNeverTriedAgain() {
        var outcome = judgement.failed(plan, lease(0), failed(FailureClass.HTTP_4XX, null));

        assertThat(outcome).isEqualTo(new Outcome.Dead("Http4xx", "it failed", true));
    }

    @Test
    void aFailureThatMayPassIsTriedAgainUpToTheLimit() {
        assertThat(judgement.failed(plan, lease(2), failed(FailureClass.TIMEOUT, null)))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.failureClass()).isEqualTo("Timeout"));
        assertThat(judgement.failed(plan, lease(3), failed(FailureClass.TIMEOUT, null)))
                .isEqualTo(new Outcome.Dead("Timeout", "it failed", false));
    }

    @Test
    void aLimitedHostCountsNoTryAndWaitsForWhatItAskedFor() {
        var outcome = judgement.failed(plan, lease(3), failed(FailureClass.RATE_LIMITED, Duration.ofSeconds(30)));

        assertThat(outcome).isEqualTo(new Outcome.PutBack(Duration.ofSeconds(30)));
    }

    @Test
    void whatStaysLimitedForTooLongBecomesADeadLetter() {
        judgement.refused(plan, lease(0), Reason.RATE_LIMITED, Duration.ofSeconds(1));
        now = now.plus(LIMITED_FOR).plusSeconds(1);

        assertThat(judgement.refused(plan, lease(0), Reason.RATE_LIMITED, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(Outcome.Dead.class, dead -> {
                    assertThat(dead.failureClass()).isEqualTo("RateLimited");
                    assertThat(dead.permanent()).isFalse();
                });
    }

    @Test
    void aGoodAnswerBeginsTheTimeAnew() {
        judgement.refused(plan, lease(0), Reason.RATE_LIMITED, Duration.ofSeconds(1));
        now = now.plus(LIMITED_FOR).plusSeconds(1);
        judgement.answered(lease(0));

        assertThat(judgement.refused(plan, lease(0), Reason.RATE_LIMITED, Duration.ofSeconds(1)))
                .isEqualTo(new Outcome.PutBack(Duration.ofSeconds(1)));
    }

    @Test
    void rulesThatCannotBeHadNowMakeTheHostWait() {
        var outcome = judgement.robots(plan, lease(3), new RobotsAnswer.Later(Duration.ofSeconds(5), "503"));

        assertThat(outcome).hasValue(new Outcome.PutBack(Duration.ofSeconds(5)));
    }

    @Test
    void aHostThatRestsAfterFailingToConnectCostsATry() {
        assertThat(judgement.refused(plan, lease(0), Reason.UNREACHABLE, Duration.ofMinutes(3)))
                .isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                    assertThat(retry.failureClass()).isEqualTo("Connect");
                    assertThat(retry.delay()).isEqualTo(Duration.ofMinutes(3));
                });
        assertThat(judgement.refused(plan, lease(3), Reason.UNREACHABLE, Duration.ofMinutes(3)))
                .isInstanceOf(Outcome.Dead.class);
    }

    @Test
    void aRefusalThatIsNobodysFaultPutsTheItemBack() {
        assertThat(judgement.refused(plan, lease(0), Reason.DELAY, Duration.ofSeconds(4)))
                .isEqualTo(new Outcome.PutBack(Duration.ofSeconds(4)));
    }

    private static Failed failed(FailureClass failure, @Nullable Duration after) {
        return new Failed(failure, "it failed", 0, after);
    }

    private static Lease lease(int attempt) {
        return new Lease(
                new Token(new JobKey("research", "uid"), 7, 1),
                "host:example.org",
                attempt,
                0,
                0,
                "https://example.org/");
    }
}
