package io.crawljob.operator.pool;

import io.crawljob.operator.queuestatus.RedisFacts;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the Redis server now and then. Closed until the prefix is claimed for this cluster: whoever writes under another's prefix would sweep away its jobs,
 * since none of them has a resource here.
 */
public final class ServerDoor implements RedisDoor {

    /** Between two looks. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ServerDoor.class);
    private static final int MEMORY_STEPS = 50;

    private final Server server;
    private final String prefix;
    private final Supplier<Optional<String>> installation;
    private volatile RedisFacts facts = new RedisFacts.Unreachable("Redis was not asked yet");
    private volatile String life = "";
    private volatile boolean claimed;
    private volatile Optional<String> closed = Optional.of("Redis was not asked yet");

    /** @param installation the cluster's id; empty when it cannot be had: then nothing is claimed, and nothing swept */
    public ServerDoor(Server server, String prefix, Supplier<Optional<String>> installation) {
        this.server = server;
        this.prefix = prefix;
        this.installation = installation;
    }

    /** @return whether the queues and their jobs have something new to say because of it */
    public boolean look() {
        var before = facts;
        var lifeBefore = life;
        try {
            enter();
        } catch (QueueUnavailableException e) {
            facts = new RedisFacts.Unreachable(String.valueOf(e.getMessage()));
            // A server that was ours is ours when it comes back, or its next look says otherwise.
            if (!claimed) closed = Optional.of(String.valueOf(e.getMessage()));
        }
        return !before.equals(facts) || !lifeBefore.equals(life);
    }

    private void enter() {
        // Before the claim, which is a write: a server that refuses writes is to be named as what it is.
        var seen = server.facts();
        if (seen.readOnly()) {
            facts = facts(seen);
            closed = Optional.of("this Redis is a replica that refuses writes: name the primary");
            return;
        }
        var id = installation.get();
        var owner = id.flatMap(server::claim);
        claimed = id.isPresent() && owner.isEmpty();
        if (owner.isPresent()) {
            facts = new RedisFacts.Foreign(prefix, owner.get());
            closed = Optional.of("the prefix %s of this Redis belongs to the installation %s: choose another prefix"
                    .formatted(prefix, owner.get()));
            return;
        }
        facts = facts(seen);
        life = seen.life();
        closed = Optional.empty();
    }

    private static RedisFacts facts(Server.Facts seen) {
        var policy = seen.evictionPolicy().isEmpty() ? null : seen.evictionPolicy();
        var persistent = seen.persistent() == null || seen.persistent();
        // In coarse steps, so that it does not change with each look.
        var step = Math.max(1, seen.maxMemory() / MEMORY_STEPS);
        var used = seen.maxMemory() == 0 ? 0 : seen.usedMemory() / step * step;
        return new RedisFacts.Answered(
                seen.version(), seen.valkey(), policy, persistent, true, used, seen.maxMemory(), seen.readOnly());
    }

    /** Whether keys under the prefix are this cluster's for sure. */
    public boolean owned() {
        return claimed;
    }

    @Override
    public RedisFacts facts() {
        return facts;
    }

    @Override
    public Optional<String> closed() {
        return closed;
    }

    @Override
    public boolean admit(String namespace, String user, String password) {
        try {
            server.ensureUser(namespace, user, password);
            return true;
        } catch (QueueUnavailableException e) {
            LOG.warn("the Redis user of namespace {} could not be made: {}", namespace, e.getMessage());
            return false;
        }
    }

    @Override
    public String life() {
        return life;
    }
}
