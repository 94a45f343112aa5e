package io.crawljob.cli.progress;

import io.crawljob.cli.Exit;
import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import java.util.Optional;

/** Whether and how a crawl has ended, by its conditions. */
public final class Ending {

    private Ending() {}

    public static boolean isFinished(CrawlJob job) {
        return isTrue(job, ConditionType.FINISHED);
    }

    public static boolean isSuspended(CrawlJob job) {
        return isTrue(job, ConditionType.SUSPENDED);
    }

    public static Exit exit(CrawlJob job) {
        var failed = condition(job, ConditionType.FAILED).filter(it -> it.status() == Condition.Status.TRUE);
        if (failed.isEmpty()) return Exit.COMPLETE;
        var reason = failed.get().reason();
        if (reason.equals(Reason.CANCELLED.toString())) return Exit.CANCELLED;
        return reason.equals(Reason.DEADLINE_EXCEEDED.toString()) ? Exit.DEADLINE : Exit.FAILED;
    }

    /** In one line: which end, and why. */
    public static String describe(CrawlJob job) {
        return condition(job, exit(job) == Exit.COMPLETE ? ConditionType.COMPLETE : ConditionType.FAILED)
                .map(it -> "%s (%s): %s".formatted(it.type(), it.reason(), it.message()))
                .orElse("not finished");
    }

    private static boolean isTrue(CrawlJob job, ConditionType type) {
        return condition(job, type)
                .filter(it -> it.status() == Condition.Status.TRUE)
                .isPresent();
    }

    private static Optional<Condition> condition(CrawlJob job, ConditionType type) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(it -> it.type().equals(type.toString()))
                .findFirst();
    }
}
