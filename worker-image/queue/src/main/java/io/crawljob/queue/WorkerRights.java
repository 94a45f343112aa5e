package io.crawljob.queue;

import java.util.ArrayList;
import java.util.List;

/** What a namespace's workers may do in Redis, as rules of {@code ACL SETUSER}. */
final class WorkerRights {

    /** What scripts run, and what workers send themselves. Nothing that lists, configures or empties a server. */
    private static final List<String> COMMANDS = List.of(
            "auth",
            "del",
            "eval",
            "evalsha",
            "exists",
            "get",
            "hdel",
            "hello",
            "hexists",
            "hget",
            "hgetall",
            "hincrby",
            "hincrbyfloat",
            "hkeys",
            "hlen",
            "hmget",
            "hset",
            "incrby",
            "info",
            "lindex",
            "llen",
            "lpop",
            "lpush",
            "pexpire",
            "ping",
            "rpop",
            "rpush",
            "sadd",
            "set",
            "sismember",
            "time",
            "unlink",
            "xadd",
            "zadd",
            "zcard",
            "zcount",
            "zrange",
            "zrangebyscore",
            "zrem",
            "zremrangebyscore",
            "zrevrange");

    private WorkerRights() {}

    /** @param seven whether the server can let a key be read alone: before Redis 7 the policies can be written as well */
    static List<String> of(String prefix, String namespace, String password, boolean seven) {
        var rules = new ArrayList<>(List.of(
                "reset",
                "on",
                ">" + password,
                "~{" + prefix + ":" + namespace + "/*",
                "~{" + prefix + ":q:" + namespace + "/*",
                "~{" + prefix + ":lane:*",
                "~" + prefix + ":robots:*",
                (seven ? "%R~" : "~") + prefix + ":policy"));
        COMMANDS.forEach(command -> rules.add("+" + command));
        return rules;
    }
}
