package io.crawljob.queue;

/** The ports on one Redis. Close it last: what was not settled is leased again by others once its lease has run out. */
public final class RedisQueue implements AutoCloseable {

    private final Frontier frontier;
    private final Jobs jobs;
    private final Gate gate;
    private final SharedState shared;

    RedisQueue(Frontier frontier, Jobs jobs, Gate gate, SharedState shared) {
        this.frontier = frontier;
        this.jobs = jobs;
        this.gate = gate;
        this.shared = shared;
    }

    /** Does not wait for a server: a first call that does not reach one throws {@link QueueUnavailableException}. */
    public static RedisQueue connect(RedisSettings settings) {
        if (!settings.prefix().isEmpty()) throw new UnsupportedOperationException("not there yet: " + settings);
        throw new IllegalArgumentException("a prefix is needed: " + settings);
    }

    public Frontier frontier() {
        return frontier;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Gate gate() {
        return gate;
    }

    public SharedState shared() {
        return shared;
    }

    @Override
    public void close() {}
}
