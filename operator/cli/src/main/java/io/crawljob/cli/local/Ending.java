package io.crawljob.cli.local;

import io.crawljob.cli.Exit;
import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and how a crawl has ended, by its conditions. */
final class Ending {

    private Ending() {}

    static boolean isFinished(CrawlJob job) {
        return isTrue(job, ConditionType.FINISHED);
    }

    /** Finished, and the spec asks for nothing since: no new run, no dead letters put back. */
    static boolean isForGood(CrawlJob job) {
        var status = job.getStatus();
        return isFinished(job)
                && !isNew(job.getSpec().rerun(), status.lastHandledRerun())
                && !isNew(job.getSpec().retryFailed(), status.lastHandledRetryFailed());
    }

    private static boolean isNew(String token, @Nullable String handled) {
        return !token.isEmpty() && !token.equals(handled);
    }

    static boolean isSuspended(CrawlJob job) {
        return isTrue(job, ConditionType.SUSPENDED);
    }

    static Exit exit(CrawlJob job) {
        var failed = condition(job, ConditionType.FAILED).filter(it -> it.status() == Condition.Status.TRUE);
        if (failed.isEmpty()) return Exit.COMPLETE;
        var reason = failed.get().reason();
        if (reason.equals(Reason.CANCELLED.toString())) return Exit.CANCELLED;
        return reason.equals(Reason.DEADLINE_EXCEEDED.toString()) ? Exit.DEADLINE : Exit.FAILED;
    }

    /** In one line: which end, and why. */
    static String describe(CrawlJob job) {
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
