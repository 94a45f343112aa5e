package io.crawljob.operator.workers;

import static io.crawljob.crds.v1alpha1.Reason.*;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.workers.WorkersView.Pod;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.crawljob.queue.Complaint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says whether workers are ready, with the words of whoever prevents it. Pure. */
public final class WorkersJudge {

    private static final Set<String> PULL = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> CRASH = Set.of("CrashLoopBackOff", "RunContainerError", "CreateContainerError");
    /** Of several pods' troubles, the one that comes first here is shown. */
    private static final List<Reason> ORDER = List.of(UNSCHEDULABLE, IMAGE_PULL_FAILED, SECRET_MISSING, CRASH_LOOPING);

    private static final String BAD_CONFIG = "CreateContainerConfigError";

    private WorkersJudge() {}

    /** @param complaints of workers that run, about what they have to go without */
    public static WorkersReady judge(WorkersView view, List<Complaint> complaints) {
        var seen = judge(view);
        return complaints.stream()
                .filter(complaint -> complaint.kind() == Complaint.Kind.SECRET && seen.ready())
                .findFirst()
                .map(complaint -> new WorkersReady(false, true, SECRET_MISSING, complaint.why()))
                .orElse(seen);
    }

    public static WorkersReady judge(WorkersView view) {
        var trouble = trouble(view);
        if (view.ready() > 0) return someReady(view, trouble);
        if (trouble.isPresent()) return trouble.get();
        if (view.desired() == 0) {
            return new WorkersReady(false, false, SCALED_TO_ZERO, "no workers: nothing for them to do");
        }
        return new WorkersReady(false, false, STARTING, "0 of %d workers are ready".formatted(view.desired()));
    }

    private static WorkersReady someReady(WorkersView view, Optional<WorkersReady> trouble) {
        var count = "%d of %d workers are ready".formatted(view.ready(), Math.max(view.ready(), view.desired()));
        var message = trouble.map(it -> count + "; " + it.reason() + ": " + it.message())
                .orElse(count);
        return new WorkersReady(true, false, WORKERS_READY, message);
    }

    /** What has to be mended first: the operator's own writes, then the pods' making, then their start. */
    private static Optional<WorkersReady> trouble(WorkersView view) {
        if (view.refused() != null) return Optional.of(refusal(view.refused()));
        if (view.desired() == 0) return Optional.empty();
        if (view.replicaFailure() != null) return Optional.of(replicaFailure(view.replicaFailure()));
        return view.pods().stream()
                .filter(pod -> !pod.ready())
                .flatMap(pod -> trouble(pod).stream())
                .min(Comparator.comparingInt(found -> ORDER.indexOf(found.reason())));
    }

    private static WorkersReady refusal(Refusal refused) {
        var said = refused.what() + ": " + refused.message();
        return switch (refused.kind()) {
            case FORBIDDEN ->
                not(FORBIDDEN, "the operator lacks a right: " + said, "grant it (the chart's role has it)");
            case NAME_TAKEN -> not(NAME_TAKEN, said, "rename the queue, or delete that object if nobody needs it");
            case QUOTA -> not(QUOTA_EXCEEDED, said, "raise the namespace's ResourceQuota or lower workers.max");
            case ADMISSION -> not(ADMISSION_REFUSED, said, "change the queue's workers or the policy that refuses");
        };
    }

    private static WorkersReady replicaFailure(String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("exceeded quota") || lower.contains("failed quota")) {
            return not(QUOTA_EXCEEDED, message, "raise the namespace's ResourceQuota or lower workers.max");
        }
        return not(ADMISSION_REFUSED, message, "change the queue's workers or the policy that refuses the pods");
    }

    private static Optional<WorkersReady> trouble(Pod pod) {
        if (pod.unschedulable() != null) {
            return found(pod, UNSCHEDULABLE, pod.unschedulable(), "free or add nodes, or ask for less in the queue");
        }
        var reason = Objects.requireNonNullElse(pod.waitingReason(), "");
        var said = words(reason, pod.waitingMessage());
        if (PULL.contains(reason)) {
            return found(pod, IMAGE_PULL_FAILED, said, "check the image's name and the pull secrets");
        }
        if (reason.equals(BAD_CONFIG)) {
            return said.toLowerCase(Locale.ROOT).contains("secret")
                    ? found(pod, SECRET_MISSING, said, "create the Secret; the workers start by themselves")
                    : found(pod, CRASH_LOOPING, said, "mend the pod's settings");
        }
        if (CRASH.contains(reason) || pod.restarts() >= 2) {
            return found(pod, CRASH_LOOPING, words(said, pod.lastExit()), "read the pod's log");
        }
        return Optional.empty();
    }

    private static Optional<WorkersReady> found(Pod pod, Reason reason, String said, String remedy) {
        return Optional.of(not(reason, "pod " + pod.name() + ": " + said, remedy));
    }

    private static WorkersReady not(Reason reason, String cause, String remedy) {
        return new WorkersReady(false, true, reason, cause + "; " + remedy);
    }

    private static String words(@Nullable String first, @Nullable String second) {
        return Stream.of(first, second)
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .distinct()
                .reduce((a, b) -> a + ": " + b)
                .orElse("");
    }
}
