package io.crawljob.worker.policy;

import io.crawljob.queue.Gate;
import java.util.Set;

/**
 * What holds for one host.
 *
 * @param privateNamespaces whose jobs may reach private addresses there; {@code *} for all
 */
public record HostRule(Gate.Budget budget, Set<String> privateNamespaces, Set<Integer> extraPorts) {

    public HostRule {
        privateNamespaces = Set.copyOf(privateNamespaces);
        extraPorts = Set.copyOf(extraPorts);
    }

    public boolean allowsPrivate(String namespace) {
        return privateNamespaces.contains("*") || privateNamespaces.contains(namespace);
    }
}
