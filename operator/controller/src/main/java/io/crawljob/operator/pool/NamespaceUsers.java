package io.crawljob.operator.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that the Redis user of each namespace with a queue is there, once for each life of the server. Thread-safe. */
public final class NamespaceUsers {

    private final RedisDoor redis;
    private final RedisSecret secret;
    private final Map<String, String> admitted = new ConcurrentHashMap<>();

    NamespaceUsers(RedisDoor redis, RedisSecret secret) {
        this.redis = redis;
        this.secret = secret;
    }

    /** @return whether it is there; if not, the next call tries again */
    boolean ensure(String namespace) {
        var life = redis.life();
        if (life.equals(admitted.get(namespace))) return true;
        if (redis.closed().isPresent()) return false;
        if (!redis.admit(namespace, secret.user(namespace), secret.password(namespace))) return false;
        admitted.put(namespace, life);
        return true;
    }
}
