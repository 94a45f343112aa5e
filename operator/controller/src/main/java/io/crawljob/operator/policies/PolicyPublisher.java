package io.crawljob.operator.policies;

import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.operator.hostpolicy.HostPolicyMapper;
import io.crawljob.operator.hostpolicy.HostPolicyMapper.Mapping;
import io.crawljob.operator.pool.RedisDoor;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.SharedState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes what all policies together say. Thread-safe. */
public final class PolicyPublisher {

    private final SharedState shared;
    private final RedisDoor redis;
    private final HostPolicies.Rule defaults;
    private final Clock clock;
    private final Map<String, HostPolicy> policies = new ConcurrentHashMap<>();

    public PolicyPublisher(SharedState shared, RedisDoor redis, HostPolicies.Rule defaults, Clock clock) {
        this.shared = shared;
        this.redis = redis;
        this.defaults = defaults;
        this.clock = clock;
    }

    void put(HostPolicy policy) {
        policies.put(policy.getMetadata().getName(), policy);
    }

    void remove(HostPolicy policy) {
        policies.remove(policy.getMetadata().getName());
    }

    List<String> names() {
        return List.copyOf(policies.keySet());
    }

    /**
     * Publishes when Redis has something else. Called on each change, and now and then, since a Redis that was wiped has nothing.
     *
     * @return empty while nothing may be written to Redis
     * @throws io.crawljob.queue.QueueUnavailableException when Redis does not answer
     */
    public synchronized Optional<Mapping> publish() {
        if (redis.closed().isPresent()) return Optional.empty();
        var published = shared.policies();
        var mapping = HostPolicyMapper.map(List.copyOf(policies.values()), defaults, published, clock.instant());
        if (mapping.policies().version() != published.version()) shared.publish(mapping.policies());
        return Optional.of(mapping);
    }
}
