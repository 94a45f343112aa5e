package io.crawljob.worker.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the worker is alive and ready. Thread-safe.
 *
 * <p>Alive means that its loop turns, also while Redis is away: a restart would not bring Redis back. Ready means that Redis answered lately, and that it is
 * not on its way out.
 */
public final class Health {

    static final Duration LOOP_STUCK_AFTER = Duration.ofSeconds(60);
    /** Longer than a restart of Redis, or two commands that time out. */
    static final Duration QUEUE_AWAY_AFTER = Duration.ofSeconds(15);

    /** @param message why not, or "ok" */
    public record Answer(boolean ok, String message) {}

    private final Clock clock;
    private final Instant started;
    private volatile Instant turned;
    private volatile Instant answered = Instant.MIN;
    private volatile boolean leaving;

    public Health(Clock clock) {
        this.clock = clock;
        started = clock.instant();
        turned = started;
    }

    /** The loop has gone round once more. */
    public void loopTurned() {
        turned = clock.instant();
    }

    /** Redis has answered. */
    public void queueAnswered() {
        answered = clock.instant();
    }

    /** How long Redis has not answered; since the start if it never has. An idle worker asks every other second. */
    public Duration silence() {
        return Duration.between(answered.equals(Instant.MIN) ? started : answered, clock.instant());
    }

    /** From now on it takes no more work. */
    public void leaving() {
        leaving = true;
    }

    public Answer alive() {
        var stuck = Duration.between(turned, clock.instant());
        // A worker that drains turns no loop any more; the grace period bounds it.
        if (leaving || stuck.compareTo(LOOP_STUCK_AFTER) < 0) return new Answer(true, "ok");
        return new Answer(false, "the loop has not turned for %d s".formatted(stuck.toSeconds()));
    }

    public Answer ready() {
        if (leaving) return new Answer(false, "draining: takes no more work");
        if (answered.equals(Instant.MIN)) return new Answer(false, "Redis has not answered yet");
        var silence = silence();
        if (silence.compareTo(QUEUE_AWAY_AFTER) < 0) return new Answer(true, "ok");
        return new Answer(false, "Redis has not answered for %d s".formatted(silence.toSeconds()));
    }
}
