package io.crawljob.operator.cluster;

import io.crawljob.operator.workers.WorkersView.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Tells an answer that somebody has to do something about from one that is tried again. */
public final class Refusals {

    private Refusals() {}

    /**
     * @param what the object, such as {@code Deployment crawl-default}
     * @return empty when trying again may help
     */
    public static Optional<Refusal> of(String what, KubernetesClientException e) {
        var said = message(e);
        return switch (e.getCode()) {
            case 401, 403 -> Optional.of(new Refusal(kind(said), what, said));
            case 400, 413, 422 -> Optional.of(new Refusal(Refusal.Kind.ADMISSION, what, said));
            default -> Optional.empty();
        };
    }

    /** The namespace goes away, and what would be made in it with it: nothing to do, and nothing to complain about. */
    public static boolean namespaceEnds(KubernetesClientException e) {
        return e.getCode() == 403 && message(e).contains("because it is being terminated");
    }

    /** In the API server's words, without the client's; with the cause where it did not answer. */
    public static String message(RuntimeException e) {
        if (e instanceof KubernetesClientException it
                && it.getStatus() != null
                && it.getStatus().getMessage() != null) {
            return it.getStatus().getMessage();
        }
        var said = Objects.requireNonNullElse(e.getMessage(), e.toString());
        var cause = e.getCause();
        return cause == null ? said : said + " " + Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }

    private static Refusal.Kind kind(String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("exceeded quota") || lower.contains("failed quota")) return Refusal.Kind.QUOTA;
        // An authorizer says "User … cannot …"; anything else that is forbidden was an admission plug-in's word.
        return lower.contains(" cannot ") || lower.contains("unauthorized")
                ? Refusal.Kind.FORBIDDEN
                : Refusal.Kind.ADMISSION;
    }
}
