package io.crawljob.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;

/** What the API server or the way to it said, for a person. */
final class Refusals {

    private Refusals() {}

    /** @param what it was to do, such as {@code list CrawlJobs} */
    static NotAnsweredException of(String what, KubernetesClientException e) {
        var status = e.getStatus();
        if (status != null && status.getMessage() != null) {
            return new NotAnsweredException("cannot %s: %s".formatted(what, status.getMessage()));
        }
        Throwable root = e;
        while (root.getCause() != null) root = root.getCause();
        var message =
                Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
        return new NotAnsweredException(
                "cannot %s: %s (is the kubeconfig's cluster the right one, and up?)".formatted(what, message));
    }
}
