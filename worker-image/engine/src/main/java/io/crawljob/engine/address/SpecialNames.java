package io.crawljob.engine.address;

import java.util.List;
import java.util.Set;

/** Host names that lead inside, whatever they resolve to. All are in lower case, without a dot at the end. */
final class SpecialNames {

    private static final Set<String> METADATA = Set.of(
            "metadata.google.internal",
            "metadata.goog",
            "metadata",
            "instance-data",
            "instance-data.ec2.internal",
            "metadata.azure.internal");

    /** Kubernetes' service names; {@code .svc} and two labels are completed by a pod's search list. */
    private static final List<String> CLUSTER_SUFFIXES = List.of(".svc", ".cluster.local", ".pod");

    private static final Set<String> CLUSTER = Set.of("kubernetes", "kubernetes.default", "svc", "cluster.local");

    /** RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476 and ICANN's choice for private use. */
    private static final List<String> LOCAL_SUFFIXES = List.of(
            ".localhost",
            ".local",
            ".internal",
            ".localdomain",
            ".home.arpa",
            ".test",
            ".invalid",
            ".onion",
            ".alt",
            ".lan",
            ".intranet",
            ".corp");

    private SpecialNames() {}

    static boolean isMetadata(String name) {
        return METADATA.contains(name);
    }

    static boolean isOfCluster(String name) {
        return CLUSTER.contains(name) || CLUSTER_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** A name of one label is completed by the machine's search list, so it never is a public one. */
    static boolean isLocal(String name) {
        return name.indexOf('.') < 0 || LOCAL_SUFFIXES.stream().anyMatch(name::endsWith);
    }
}
