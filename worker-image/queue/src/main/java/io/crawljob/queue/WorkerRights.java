package io.crawljob.queue;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;

/** What a namespace's workers may do in Redis. */
final class WorkerRights {

    /** What scripts run, and what workers send themselves. Nothing that lists, configures or empties a server. */
    private static final List<CommandType> COMMANDS = List.of(
            CommandType.AUTH,
            CommandType.DEL,
            CommandType.EVAL,
            CommandType.EVALSHA,
            CommandType.EXISTS,
            CommandType.GET,
            CommandType.HDEL,
            CommandType.HELLO,
            CommandType.HEXISTS,
            CommandType.HGET,
            CommandType.HGETALL,
            CommandType.HINCRBY,
            CommandType.HINCRBYFLOAT,
            CommandType.HKEYS,
            CommandType.HLEN,
            CommandType.HMGET,
            CommandType.HSET,
            CommandType.INFO,
            CommandType.LINDEX,
            CommandType.LLEN,
            CommandType.LPOP,
            CommandType.LPUSH,
            CommandType.PEXPIRE,
            CommandType.PING,
            CommandType.RPOP,
            CommandType.RPUSH,
            CommandType.SADD,
            CommandType.SET,
            CommandType.SISMEMBER,
            CommandType.TIME,
            CommandType.UNLINK,
            CommandType.XADD,
            CommandType.ZADD,
            CommandType.ZCARD,
            CommandType.ZCOUNT,
            CommandType.ZRANGE,
            CommandType.ZRANGEBYSCORE,
            CommandType.ZREM,
            CommandType.ZREMRANGEBYSCORE,
            CommandType.ZREVRANGE);

    private WorkerRights() {}

    static AclSetuserArgs of(String prefix, String namespace, String password) {
        var rights = AclSetuserArgs.Builder.reset()
                .on()
                .addPassword(password)
                .keyPattern("{" + prefix + ":" + namespace + "/*")
                .keyPattern("{" + prefix + ":q:" + namespace + "/*")
                .keyPattern("{" + prefix + ":lane:*")
                .keyPattern(prefix + ":robots:*")
                .keyPattern(prefix + ":policy");
        COMMANDS.forEach(rights::addCommand);
        return rights;
    }
}
