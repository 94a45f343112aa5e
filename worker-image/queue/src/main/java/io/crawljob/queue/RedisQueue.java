package io.crawljob.queue;

/** The three ports on one Redis. Close it last: what was not settled is leased again by others once its lease has run out. */
public final class RedisQueue implements AutoCloseable {

    private RedisQueue() {}

    /** Does not wait for a server: a first call that does not reach one throws {@link QueueUnavailableException}. */
    public static RedisQueue connect(RedisSettings settings) {
        throw new UnsupportedOperationException("not there yet: " + settings);
    }

    public Frontier frontier() {
        throw new UnsupportedOperationException();
    }

    public Jobs jobs() {
        throw new UnsupportedOperationException();
    }

    public Gate gate() {
        throw new UnsupportedOperationException();
    }

    public SharedState shared() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
