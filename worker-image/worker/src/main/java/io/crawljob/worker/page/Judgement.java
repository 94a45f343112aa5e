package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Lease;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.Plan;
import io.crawljob.worker.robots.RobotsAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a failure, a refusal or a "later" makes of an item. Thread-safe. */
final class Judgement {

    /** How soon an item is tried again that was told to come later but not when; the gate knows better and refuses it until the host may be asked. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private final RetryPolicy retries;
    private final LimitedSince limited;
    private final Duration limitedFor;

    Judgement(Clock clock, Duration limitedFor, RandomGenerator random) {
        this.retries = new RetryPolicy(random);
        this.limited = new LimitedSince(clock, limitedFor);
        this.limitedFor = limitedFor;
    }

    Outcome failed(Plan plan, Lease lease, FetchOutcome.Failed failed) {
        return switch (failed.failure().retry()) {
            case NEVER -> new Outcome.Dead(failed.failure().word(), failed.message(), true);
            case ASKED -> new Outcome.Dead(failed.failure().word(), failed.message(), false);
            case COUNTED -> counted(plan, lease, failed.failure(), failed.message());
            case UNCOUNTED -> {
                var after = failed.retryAfter();
                yield later(lease, failed.failure(), after == null ? LATER : after, failed.message());
            }
        };
    }

    Outcome refused(Plan plan, Lease lease, Gate.Reason reason, Duration askAgainIn) {
        return switch (reason) {
            case DELAY, CONCURRENCY, RATE, BLOCKED -> new Outcome.PutBack(askAgainIn);
            case RATE_LIMITED -> later(lease, FailureClass.RATE_LIMITED, askAgainIn, lease.lane() + " asks to wait");
            // Each rest of the host counts as a try of what waits for it, so that a host which is gone does not hold
            // its job for ever.
            case UNREACHABLE -> unreachable(plan, lease, askAgainIn);
        };
    }

    /** Empty when the rules are there. */
    Optional<Outcome> robots(Plan plan, Lease lease, RobotsAnswer answer) {
        return switch (answer) {
            case RobotsAnswer.Rules _ -> Optional.empty();
            case RobotsAnswer.Refused(var askAgainIn, var reason) ->
                Optional.of(refused(plan, lease, reason, askAgainIn));
            case RobotsAnswer.Later(var askAgainIn, var message) ->
                Optional.of(later(lease, FailureClass.ROBOTS_UNAVAILABLE, askAgainIn, message));
            case RobotsAnswer.Failed(var failure) -> Optional.of(failed(plan, lease, failure));
        };
    }

    /** A good answer: whatever was limited is so no more. */
    void answered(Lease lease) {
        limited.over(lease.lane());
        limited.over(name(lease));
    }

    private Outcome counted(Plan plan, Lease lease, FailureClass failure, String message) {
        return retries.delay(plan.retry(), lease.attempt())
                .<Outcome>map(delay -> new Outcome.Retry(failure.word(), message, delay))
                .orElseGet(() -> new Outcome.Dead(failure.word(), message, false));
    }

    private Outcome unreachable(Plan plan, Lease lease, Duration rest) {
        var message = "%s did not answer five times in a row, and rests".formatted(lease.lane());
        if (lease.attempt() >= plan.retry().limit()) {
            return new Outcome.Dead(FailureClass.CONNECT.word(), message, false);
        }
        return new Outcome.Retry(FailureClass.CONNECT.word(), message, rest);
    }

    private Outcome later(Lease lease, FailureClass failure, Duration in, String message) {
        var laneTooLong = limited.tooLong(lease.lane());
        if (laneTooLong || limited.tooLong(name(lease))) {
            return new Outcome.Dead(
                    failure.word(), "limited for more than %d s: %s".formatted(limitedFor.toSeconds(), message), false);
        }
        return new Outcome.PutBack(in);
    }

    private static String name(Lease lease) {
        return lease.token().job() + "|" + lease.token().id();
    }
}
