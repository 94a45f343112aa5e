package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.status.Projection.Event;
import io.crawljob.queue.JobState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a run that is over: it stays as it is, but for wishes for a retry that are answered. */
final class Ended {

    private Ended() {}

    static Projection project(Observation seen, CrawlJobStatus it, List<Step> done) {
        var token = seen.job().getSpec().retryFailed();
        if (HandledTokens.redriven(done).isPresent()) {
            return answered(
                    seen,
                    it,
                    token,
                    "no failed page can be tried again; permanent failures are when their class is named, as in Http4xx/"
                            + token);
        }
        if (!NextSteps.isSettled(seen.job()) && cannotGoOn(seen.reading())) {
            return answered(seen, it, token, "a run that was stopped cannot go on; a new value in rerun crawls again");
        }
        return new Projection(with(seen, it, it.lastHandledRetryFailed()), List.of());
    }

    private static boolean cannotGoOn(Reading reading) {
        return switch (reading) {
            case Reading.Counted(var counts) -> counts.state() == JobState.CANCELLED;
            case Reading.NoKeys none -> true;
            case Reading.Unread unread -> false;
        };
    }

    private static Projection answered(Observation seen, CrawlJobStatus it, String token, String why) {
        var event = new Event(true, "NothingToRetry", "retryFailed is %s, but %s".formatted(token, why));
        return new Projection(with(seen, it, token), List.of(event));
    }

    private static CrawlJobStatus with(Observation seen, CrawlJobStatus it, @Nullable String handledRetry) {
        return new CrawlJobStatus(
                seen.job().getMetadata().getGeneration(),
                it.run(),
                it.epoch(),
                it.phase(),
                it.conditions(),
                it.startTime(),
                it.completionTime(),
                it.lastHandledRerun(),
                handledRetry,
                it.workers(),
                it.progress(),
                it.hosts(),
                it.failures(),
                it.exclusions(),
                it.results(),
                it.message());
    }
}
