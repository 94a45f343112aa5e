package io.crawljob.worker.policy;

import io.crawljob.queue.SharedState;
import java.util.concurrent.atomic.AtomicReference;

/** The policies in force, live within the time for which {@link SharedState#policies} caches them. Thread-safe. */
public final class Policies {

    private final SharedState shared;
    private final AtomicReference<RuleBook> book = new AtomicReference<>();

    public Policies(SharedState shared) {
        this.shared = shared;
    }

    /** @param host canonical, without a port */
    public HostRule rule(String host) {
        var current = shared.policies();
        var known = book.get();
        if (known == null || known.version() != current.version()) {
            known = new RuleBook(current);
            book.set(known);
        }
        return known.rule(host);
    }
}
