package io.crawljob.operator.status;

import io.crawljob.operator.lifecycle.Course.Turning;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.lifecycle.Tokens;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which values of {@code rerun} and {@code retryFailed} have been acted on. */
final class HandledTokens {

    private HandledTokens() {}

    /** What stands there at creation counts as handled; a new value does as soon as the status speaks of its run, whose number then stands. */
    static @Nullable String rerun(Findings found) {
        var token = found.seen().job().getSpec().rerun();
        var course = found.course();
        var written = found.seen().job().getStatus();
        if (course.isFirst() || written == null) return kept(token, null);
        var before = written.lastHandledRerun();
        return course.turning() == Turning.RERUN ? kept(token, before) : before;
    }

    /** A new run makes an earlier wish for a retry pointless. */
    static @Nullable String retryFailed(Findings found, List<Step> done) {
        var token = found.seen().job().getSpec().retryFailed();
        var course = found.course();
        var written = found.seen().job().getStatus();
        if (course.isFirst() || written == null) return kept(token, null);
        var before = written.lastHandledRetryFailed();
        if (course.isNewRun() && course.snapshot() != null) return kept(token, before);
        return redriven(done).orElse(before);
    }

    /** The wish for a retry that has just been carried out. */
    static Optional<String> redriven(List<Step> done) {
        return done.stream()
                .filter(Step.Redrive.class::isInstance)
                .map(step -> ((Step.Redrive) step).token())
                .reduce((first, last) -> last);
    }

    private static @Nullable String kept(String token, @Nullable String before) {
        return Tokens.asks(token) ? token : before;
    }
}
