package io.crawljob.worker.memory;

import com.github.benmanes.caffeine.cache.Caffeine;

/** How a worker's memories begin. */
public final class Memory {

    private Memory() {}

    /** Forgets what was least of use. Who uses it keeps it in order on the way: else another thread would be woken for nearly every page. */
    public static Caffeine<Object, Object> bounded() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }
}
