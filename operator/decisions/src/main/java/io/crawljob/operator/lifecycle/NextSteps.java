package io.crawljob.operator.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what a job needs next. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class NextSteps {

    private NextSteps() {}

    /**
     * The steps to carry out now, in order; empty when there is nothing to do. After they are carried out, read the queue again, then decide again or
     * project the status.
     */
    public static List<Step> decide(Observation seen) {
        throw new UnsupportedOperationException("not there yet: " + seen);
    }

    /** When time alone will make something due (deadline, TTL); empty if nothing. */
    public static Optional<Instant> wakeAt(Observation seen) {
        throw new UnsupportedOperationException("not there yet: " + seen);
    }
}
