package io.crawljob.queue;

import java.time.Duration;
import java.util.Optional;

/** What all workers of a cluster share besides budgets: the policies, and each origin's robots.txt. Thread-safe. */
public interface SharedState {

    /** Publishes the policies unless Redis has a higher version. */
    void publish(HostPolicies policies);

    /** The policies in force; the built-in default (1,000 ms, one at once) when none were published. Cached for at most 5 s. */
    HostPolicies policies();

    /** The same, read now: for a decision that cannot be taken back, such as the refusal of an address. */
    HostPolicies policiesNow();

    /** @param origin such as {@code https://example.org} */
    Optional<String> robots(String origin);

    /** @param document opaque; kept for {@code ttl} */
    void storeRobots(String origin, String document, Duration ttl);
}
