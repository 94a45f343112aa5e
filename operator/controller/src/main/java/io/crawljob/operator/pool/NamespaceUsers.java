package io.crawljob.operator.pool;

import io.crawljob.queue.QueueUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the Redis user of each namespace with a queue is there, once for each life of the server. Thread-safe. */
public final class NamespaceUsers {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceUsers.class);

    private final RedisDoor redis;
    private final RedisSecret secret;
    private final Map<String, String> admitted = new ConcurrentHashMap<>();

    NamespaceUsers(RedisDoor redis, RedisSecret secret) {
        this.redis = redis;
        this.secret = secret;
    }

    /** @return whether it is there; if not, the queue's RedisReady or a worker's own words say why, and the next call tries again */
    boolean ensure(String namespace) {
        var life = redis.life();
        if (life.equals(admitted.get(namespace))) return true;
        try {
            redis.admit(namespace, secret.user(namespace), secret.password(namespace));
            admitted.put(namespace, life);
            return true;
        } catch (QueueUnavailableException e) {
            LOG.warn("the Redis user of namespace {} could not be made: {}", namespace, e.getMessage());
            return false;
        }
    }
}
