package io.crawljob.worker.page;

import io.crawljob.queue.JobKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Links that Redis has said it knows, so that it need not be asked again: pages of a site link to each other over and over. It forgets as it likes, and never
 * takes a link for known that is not. Thread-safe; of fixed size for all jobs together.
 */
final class KnownLinks {

    /** 4 MiB. */
    private static final int SLOTS = 1 << 19;

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** What tells one life of one job's keys from every other, by 64 bits: after a loss nothing is known. */
    static long place(JobKey job, long epoch) {
        var hash = BASIS;
        var name = job.toString();
        for (var i = 0; i < name.length(); i++) hash = (hash ^ name.charAt(i)) * PRIME;
        return (hash ^ epoch) * SPREAD;
    }

    boolean has(long place, long link) {
        var value = value(place, link);
        return slots.getOpaque(slot(value)) == value;
    }

    void add(long place, long link) {
        var value = value(place, link);
        slots.setOpaque(slot(value), value);
    }

    /** Never 0, which is an empty slot. */
    private static long value(long place, long link) {
        var value = (place ^ link) * SPREAD;
        return value == 0 ? 1 : value;
    }

    private static int slot(long value) {
        return (int) (value >>> 45);
    }
}
