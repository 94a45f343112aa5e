package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.progress.JobFile.Standing;
import io.crawljob.operator.turn.Turns.Contender;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueKey;
import java.util.List;

/** Where a job stands in its queue, from its resource. Pure. */
final class Standings {

    private Standings() {}

    static JobKey key(CrawlJob job) {
        return new JobKey(job.getMetadata().getNamespace(), job.getMetadata().getUid());
    }

    static QueueKey queue(CrawlJob job) {
        return new QueueKey(job.getMetadata().getNamespace(), job.getSpec().queueName());
    }

    /** After a start, before anything was decided: as the status says that it was left. */
    static Standing first(CrawlJob job) {
        var status = job.getStatus();
        var conditions = status == null ? List.<Condition>of() : status.conditions();
        var waits = Conditions.hasReason(conditions, ConditionType.PROGRESSING, Reason.WAITING_FOR_TURN);
        var standing = of(job, Conditions.isTrue(conditions, ConditionType.ACCEPTED));
        return new Standing(
                standing.queue(),
                standing.priority(),
                standing.createdAt(),
                standing.contends(),
                standing.contends() && !waits,
                standing.over());
    }

    /** @param runs whether its spec is accepted, or it runs by one that was */
    static Standing of(CrawlJob job, boolean runs) {
        var spec = job.getSpec();
        var over = NextSteps.isSettled(job);
        var contends = runs && !over && !spec.suspend() && !spec.cancel();
        var contender = Contender.of(job, false);
        return new Standing(queue(job), contender.priority(), contender.createdAt(), contends, false, over);
    }
}
