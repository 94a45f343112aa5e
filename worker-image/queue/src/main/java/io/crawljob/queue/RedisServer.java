package io.crawljob.queue;

import io.lettuce.core.SetArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Server} by plain commands. */
final class RedisServer implements Server {

    private final Keys keys;
    private final RedisLink link;

    RedisServer(Links links) {
        this.keys = links.keys();
        this.link = links.main();
    }

    @Override
    public Facts facts() {
        var info = ServerInfo.parse(link.run("INFO", commands -> commands.info()));
        var valkey = info.field("valkey_version");
        return new Facts(
                valkey.isEmpty() ? info.version() : valkey,
                !valkey.isEmpty(),
                info.field("run_id"),
                info.field("maxmemory_policy"),
                persistent(info),
                info.number("used_memory"),
                info.number("maxmemory"),
                info.field("role").equals("slave"));
    }

    private @Nullable Boolean persistent(ServerInfo info) {
        if (info.field("aof_enabled").equals("1")) return true;
        try {
            var save = link.run("CONFIG GET", commands -> commands.configGet("save"))
                    .getOrDefault("save", "");
            return !save.isBlank();
        } catch (QueueUnavailableException | IllegalStateException mayNotAsk) {
            // Hosted servers know no CONFIG, or not for us.
            return null;
        }
    }

    @Override
    public Optional<String> claim(String installation) {
        var key = keys.installation();
        link.run("SET", commands -> commands.set(key, installation, SetArgs.Builder.nx()));
        var owner = link.run("GET", commands -> commands.get(key));
        return owner == null || owner.equals(installation) ? Optional.empty() : Optional.of(owner);
    }

    @Override
    public void ensureUser(String namespace, String user, String password) {
        var rules = WorkerRights.of(keys.prefix(), Names.namespace(namespace), password, link.speaksSeven());
        var arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(Names.user(user));
        rules.forEach(arguments::add);
        link.runEverywhere(
                "ACL SETUSER",
                commands -> commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    @Override
    public void removeUser(String user) {
        link.runEverywhere("ACL DELUSER", commands -> commands.aclDeluser(Names.user(user)));
    }
}
