package io.crawljob.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** {@link SharedState} in a hash for the policies and a key with an end for each origin. */
final class RedisSharedState implements SharedState {

    private static final long CACHED = TimeUnit.SECONDS.toNanos(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Keys keys;
    private final RedisLink link;

    /** Guards what follows: one caller reads for all. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable HostPolicies cached;
    private long cachedAt;

    RedisSharedState(Links links) {
        this.keys = links.keys();
        this.link = links.main();
    }

    @Override
    public void publish(HostPolicies policies) {
        try {
            link.call(Call.on(keys.policy(), Script.PUBLISH, policies.version(), JSON.writeValueAsString(policies)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("host policies that cannot be written", e);
        }
        lock.lock();
        try {
            cached = null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public HostPolicies policies() {
        lock.lock();
        try {
            var known = cached;
            return known != null && System.nanoTime() - cachedAt < CACHED ? known : policiesNow();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public HostPolicies policiesNow() {
        lock.lock();
        try {
            var read = read();
            cached = read;
            cachedAt = System.nanoTime();
            return read;
        } finally {
            lock.unlock();
        }
    }

    private HostPolicies read() {
        var json = link.run("HGET", commands -> commands.hget(keys.policy(), "json"));
        if (json == null) return HostPolicies.BUILT_IN;
        try {
            return JSON.readValue(json, HostPolicies.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "key %s holds no host policies: %s".formatted(keys.policy(), e.getOriginalMessage()), e);
        }
    }

    @Override
    public Optional<String> robots(String origin) {
        return Optional.ofNullable(link.run("GET", commands -> commands.get(keys.robots(origin))));
    }

    @Override
    public void storeRobots(String origin, String document, Duration ttl) {
        link.run(
                "SET",
                commands ->
                        commands.set(keys.robots(origin), document, SetArgs.Builder.px(Math.max(1, ttl.toMillis()))));
    }

    @Override
    public Optional<String> page(String namespace, long id) {
        return Optional.ofNullable(link.run("GET", commands -> commands.get(keys.page(namespace, id))));
    }

    @Override
    public void storePage(String namespace, long id, String document, Duration ttl) {
        link.call(Call.on(
                keys.pages(namespace), Script.KEEP, id, document, Math.max(1, ttl.toMillis()), MOST_PAGE_BYTES));
    }
}
