package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.lifecycle.Observation;
import java.util.List;

/** The status of a run that is over: it stays as it is. */
final class Ended {

    private Ended() {}

    static Projection project(Observation seen, CrawlJobStatus it) {
        return new Projection(
                new CrawlJobStatus(
                        seen.job().getMetadata().getGeneration(),
                        it.run(),
                        it.epoch(),
                        it.phase(),
                        it.conditions(),
                        it.startTime(),
                        it.completionTime(),
                        it.lastHandledRerun(),
                        it.lastHandledRetryFailed(),
                        it.workers(),
                        it.progress(),
                        it.hosts(),
                        it.failures(),
                        it.exclusions(),
                        it.results(),
                        it.message()),
                List.of());
    }
}
