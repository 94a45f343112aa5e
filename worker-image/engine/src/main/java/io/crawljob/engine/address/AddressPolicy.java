package io.crawljob.engine.address;

import java.util.Set;

/**
 * What a request may reach besides the public internet.
 *
 * @param allowPrivate loopback, private and other special-purpose addresses, and names of the cluster; never a cloud's metadata
 * @param extraPorts besides 80, 443, 8080 and 8443; {@link #EVERY_PORT} among them opens all
 */
public record AddressPolicy(boolean allowPrivate, Set<Integer> extraPorts) {

    /** Stands for all ports. No HostPolicy can say it: it is for the local run. */
    public static final int EVERY_PORT = 0;

    public static final AddressPolicy PUBLIC = new AddressPolicy(false, Set.of());

    /** Everything but a cloud's metadata: a crawl on one's own machine. */
    public static final AddressPolicy LOCAL = new AddressPolicy(true, Set.of(EVERY_PORT));

    private static final Set<Integer> USUAL_PORTS = Set.of(80, 443, 8080, 8443);

    public AddressPolicy {
        extraPorts = Set.copyOf(extraPorts);
    }

    boolean opens(int port) {
        return USUAL_PORTS.contains(port) || extraPorts.contains(port) || extraPorts.contains(EVERY_PORT);
    }
}
