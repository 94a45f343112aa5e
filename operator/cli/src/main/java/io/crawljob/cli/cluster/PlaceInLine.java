package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.turn.Turns;
import io.crawljob.operator.turn.Turns.Contender;
import java.util.List;
import java.util.Optional;

/** Where a job that waits for its turn stands: the status tells it of the first ten alone. */
final class PlaceInLine {

    private PlaceInLine() {}

    /** @param all the jobs of its namespace; empty when it is not among those that wait */
    static Optional<String> of(CrawlJob job, List<CrawlJob> all) {
        var line = all.stream()
                .filter(PlaceInLine::waits)
                .filter(it -> it.getSpec().queueName().equals(job.getSpec().queueName()))
                .map(it -> Contender.of(it, false))
                .toList();
        var key = Contender.of(job, false).job();
        return Turns.decide(job.getSpec().queueName(), 0, line).get(key) instanceof Turn.Waits waits
                ? Optional.of("place %d of %d in the line of queue %s"
                        .formatted(waits.place(), line.size(), job.getSpec().queueName()))
                : Optional.empty();
    }

    static boolean waits(CrawlJob job) {
        return job.getStatus() != null
                && Conditions.hasReason(
                        job.getStatus().conditions(), ConditionType.PROGRESSING, Reason.WAITING_FOR_TURN);
    }
}
