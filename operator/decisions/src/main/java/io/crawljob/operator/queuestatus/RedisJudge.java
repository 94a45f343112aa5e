package io.crawljob.operator.queuestatus;

import static io.crawljob.crds.v1alpha1.Reason.*;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.queuestatus.RedisFacts.Answered;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says whether a Redis can carry a queue. Pure. */
final class RedisJudge {

    private static final List<Integer> OLDEST = List.of(6, 2);
    private static final int MOST_PERCENT = 80;
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+).*");

    private RedisJudge() {}

    /**
     * The condition {@code RedisReady}.
     *
     * @param usable whether crawls can go on: without persistence, or with little memory left, they do
     */
    record RedisReady(boolean ready, boolean usable, Reason reason, String message) {}

    static RedisReady judge(RedisFacts facts) {
        return switch (facts) {
            case RedisFacts.Unreachable(var why) -> not(UNREACHABLE, why);
            case RedisFacts.Foreign(var prefix, var owner) ->
                not(
                        FOREIGN_INSTALLATION,
                        "the prefix %s belongs to the installation %s: choose another prefix".formatted(prefix, owner));
            case Answered it -> judge(it);
        };
    }

    private static RedisReady judge(Answered it) {
        if (!it.valkey() && isTooOld(it.version())) {
            return not(VERSION_TOO_OLD, "Redis is %s; it has to be 6.2 or newer: update it".formatted(it.version()));
        }
        if (it.readOnly()) return not(READ_ONLY, "this Redis is a replica that refuses writes: name the primary");
        var policy = it.evictionPolicy();
        if (policy != null && !policy.equals("noeviction")) {
            return not(
                    EVICTION_POLICY,
                    "maxmemory-policy is %s, so Redis may throw away a crawl: set it to noeviction".formatted(policy));
        }
        if (it.maxMemory() > 0 && it.usedMemory() > it.maxMemory() / 100 * MOST_PERCENT) {
            return warns(
                    MEMORY_LOW,
                    "Redis uses more than %d %% of its %d MiB; what is found waits, what is known is worked off: raise maxmemory"
                            .formatted(MOST_PERCENT, it.maxMemory() >> 20));
        }
        if (it.persistenceWanted() && !it.persistent()) {
            return warns(
                    NO_PERSISTENCE,
                    "Redis keeps nothing on disk, so its restart begins every crawl anew: switch appendonly on");
        }
        return new RedisReady(
                true, true, REDIS_READY, (it.valkey() ? "Valkey " : "Redis ") + it.version() + " answers");
    }

    private static boolean isTooOld(String version) {
        var matcher = VERSION.matcher(version);
        if (!matcher.matches()) return false;
        var parts = Stream.of(matcher.group(1), matcher.group(2))
                .map(Integer::valueOf)
                .toList();
        var major = parts.getFirst().compareTo(OLDEST.getFirst());
        return major < 0 || (major == 0 && parts.getLast() < OLDEST.getLast());
    }

    private static RedisReady not(Reason reason, String message) {
        return new RedisReady(false, false, reason, message);
    }

    private static RedisReady warns(Reason reason, String message) {
        return new RedisReady(false, true, reason, message);
    }
}
