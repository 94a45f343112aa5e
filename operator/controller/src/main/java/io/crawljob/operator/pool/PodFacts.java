package io.crawljob.operator.pool;

import io.crawljob.operator.workers.WorkersView;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a pod as the API server has it to what matters about it. Pure. */
final class PodFacts {

    private static final int LONGEST_EXIT = 400;

    private PodFacts() {}

    static WorkersView.Pod of(Pod pod) {
        var container = container(pod);
        var waiting = container.map(PodFacts::waiting);
        return new WorkersView.Pod(
                pod.getMetadata().getName(),
                isReady(pod),
                container
                        .map(it -> Objects.requireNonNullElse(it.getRestartCount(), 0))
                        .orElse(0),
                unschedulable(pod),
                waiting.map(ContainerStateWaiting::getReason).orElse(null),
                waiting.map(ContainerStateWaiting::getMessage).orElse(null),
                container.map(PodFacts::lastExit).orElse(null));
    }

    static boolean goesAway(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null || hasEnded(pod);
    }

    /** Its worker does nothing any more, and never will. */
    static boolean hasEnded(Pod pod) {
        var phase = status(pod).getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    /** How often its container was started again: each time the worker before has died. */
    static int restarts(Pod pod) {
        return container(pod)
                .map(it -> Objects.requireNonNullElse(it.getRestartCount(), 0))
                .orElse(0);
    }

    static boolean isReady(Pod pod) {
        return condition(pod, "Ready").map(it -> "True".equals(it.getStatus())).orElse(false);
    }

    private static @Nullable String unschedulable(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(it -> "False".equals(it.getStatus()))
                .map(it -> Objects.requireNonNullElse(it.getMessage(), "no node takes it"))
                .orElse(null);
    }

    private static @Nullable ContainerStateWaiting waiting(ContainerStatus container) {
        var state = container.getState();
        return state == null ? null : state.getWaiting();
    }

    private static @Nullable String lastExit(ContainerStatus container) {
        var last = container.getLastState();
        if (last != null && last.getTerminated() != null) return exit(last.getTerminated());
        var now = container.getState();
        return now != null && now.getTerminated() != null ? exit(now.getTerminated()) : null;
    }

    private static String exit(ContainerStateTerminated ended) {
        var message = Objects.requireNonNullElse(ended.getMessage(), "").strip();
        // The end of a log is what says why.
        var tail =
                message.length() <= LONGEST_EXIT ? message : "…" + message.substring(message.length() - LONGEST_EXIT);
        var exit = "%s, exit code %d".formatted(ended.getReason(), ended.getExitCode());
        return tail.isEmpty() ? exit : exit + ": " + tail;
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Objects.requireNonNullElse(status(pod).getConditions(), List.<PodCondition>of()).stream()
                .filter(it -> type.equals(it.getType()))
                .findFirst();
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return Objects.requireNonNullElse(status(pod).getContainerStatuses(), List.<ContainerStatus>of()).stream()
                .findFirst();
    }

    private static PodStatus status(Pod pod) {
        return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    }
}
