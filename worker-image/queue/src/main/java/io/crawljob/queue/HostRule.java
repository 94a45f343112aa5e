package io.crawljob.queue;

import java.util.Set;

/**
 * What holds for requests of one namespace's jobs to one host.
 *
 * @param budget to reserve with
 * @param privateAddresses whether private addresses may be reached there
 * @param extraPorts besides those that are open to all
 */
public record HostRule(Gate.Budget budget, boolean privateAddresses, Set<Integer> extraPorts) {

    public HostRule {
        extraPorts = Set.copyOf(extraPorts);
    }
}
