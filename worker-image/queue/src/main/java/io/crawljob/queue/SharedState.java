package io.crawljob.queue;

import java.time.Duration;
import java.util.Optional;

/** What all workers of a cluster share besides budgets: the policies, each origin's robots.txt, and the pages that a namespace keeps. Thread-safe. */
public interface SharedState {

    /** Of all pages of a namespace. */
    long MOST_PAGE_BYTES = 64L << 20;

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

    /**
     * A page that a job of the namespace fetched and kept.
     *
     * @param id of the URL, and of whatever else makes the answer another
     */
    Optional<String> page(String namespace, long id);

    /**
     * Keeps a page.
     *
     * @param document opaque; kept for {@code ttl}, or until all of the namespace's pages together are more than {@link #MOST_PAGE_BYTES}: the oldest go first
     */
    void storePage(String namespace, long id, String document, Duration ttl);
}
