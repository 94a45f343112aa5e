package io.crawljob.operator.workers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a queue as they were seen.
 *
 * @param desired workers that the operator wants
 * @param ready pods that are ready
 * @param refused what the API server answered to the operator's own writes for this queue; null when it took them
 * @param replicaFailure the message of the Deployment's condition {@code ReplicaFailure}; null when it has none
 * @param pods those that are not going away
 */
public record WorkersView(
        int desired,
        int ready,
        @Nullable Refusal refused,
        @Nullable String replicaFailure,
        List<Pod> pods) {

    public WorkersView {
        pods = List.copyOf(pods);
    }

    /** Workers without Kubernetes: those of a local run. */
    public static WorkersView local(int workers) {
        return new WorkersView(workers, workers, null, null, List.of());
    }

    /** @param what the object, such as {@code Deployment crawl-default} */
    public record Refusal(Kind kind, String what, String message) {

        public enum Kind {
            /** The operator's own rights do not suffice; the message names verb and resource. */
            FORBIDDEN,
            /** An object of that name belongs to somebody else. */
            NAME_TAKEN,
            QUOTA,
            /** A webhook or a policy said no, or the object is invalid. */
            ADMISSION
        }
    }

    /**
     * @param unschedulable the scheduler's message while no node takes it; null otherwise
     * @param waitingReason of the container, such as {@code ImagePullBackOff}; null when it runs
     * @param waitingMessage in the kubelet's words
     * @param lastExit how the container ended last, such as {@code Error, exit code 2: …}; null if it never did
     */
    public record Pod(
            String name,
            boolean ready,
            int restarts,
            @Nullable String unschedulable,
            @Nullable String waitingReason,
            @Nullable String waitingMessage,
            @Nullable String lastExit) {}
}
