package io.crawljob.queue;

import io.lettuce.core.ScriptOutputType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every item of a job stands in Redis, read past the ports in one step.
 *
 * @param now by Redis's clock, ms
 * @param items by id; one that is in two places fails the reading
 * @param held how many stand in {@code P:fl}
 * @param counters {@code P:c}
 * @param seen {@code P:w}: worker process → ms of its last sign of life
 * @param budgets {@code P:h}, {@code P:hb}, {@code P:d}, {@code P:db}: lane or seed → used
 */
record FrontierPicture(
        long now,
        Map<Long, Item> items,
        long held,
        Map<String, String> counters,
        Map<String, String> seen,
        Map<String, Map<String, String>> budgets) {

    enum Place {
        WAITING,
        LEASED,
        DELAYED,
        DEAD
    }

    /** @param at deadline, due time or end, ms; 0 while it waits */
    record Item(Place place, long at, long number, String worker, String lane, int attempt, int crashes) {}

    private static final String SCRIPT = """
            local P = string.sub(KEYS[1], 1, -3)
            local time = redis.call('TIME')
            local items = {}
            for _, lane in ipairs(ARGV) do
              for _, entry in ipairs(redis.call('LRANGE', P .. ':q:' .. lane, 0, -1)) do
                items[#items + 1] = { 'WAITING', '0', '0||' .. lane .. '|', entry }
              end
            end
            for key, place in pairs({ inf = 'LEASED', dly = 'DELAYED', dlq = 'DEAD' }) do
              local all = redis.call('ZRANGE', P .. ':' .. key, 0, -1, 'WITHSCORES')
              for i = 1, #all, 2 do
                items[#items + 1] = { place, string.format('%.0f', math.ceil(tonumber(all[i + 1]))), redis.call('HGET', P .. ':fl', all[i]), redis.call('HGET', P .. ':e', all[i]) }
              end
            end
            return { string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), items, redis.call('HLEN', P .. ':fl'),
              redis.call('HGETALL', P .. ':c'), redis.call('HGETALL', P .. ':w'), redis.call('HGETALL', P .. ':h'), redis.call('HGETALL', P .. ':hb'),
              redis.call('HGETALL', P .. ':d'), redis.call('HGETALL', P .. ':db') }
            """;

    static FrontierPicture of(Bench bench, JobKey job, List<String> lanes) {
        List<Object> answer = bench.redis()
                .eval(
                        SCRIPT,
                        ScriptOutputType.MULTI,
                        new String[] {"{crawl:" + job + "}:m"},
                        lanes.toArray(new String[0]));
        var reply = new Reply(answer);
        var items = new HashMap<Long, Item>();
        var listed = reply.list(1);
        for (int i = 0; i < listed.size(); i++) {
            var one = listed.list(i);
            var entry = one.text(3).split("\\|", 6);
            var holder = one.text(2).split("\\|", -1);
            var item = new Item(
                    Place.valueOf(one.text(0)),
                    one.number(1),
                    Long.parseLong(holder[0]),
                    holder[1],
                    holder[2],
                    Integer.parseInt(entry[1]),
                    Integer.parseInt(entry[2]));
            var other = items.put(Long.parseLong(entry[4]), item);
            if (other != null)
                throw new AssertionError("item %s is in two places: %s, %s".formatted(entry[4], other, item));
        }
        return new FrontierPicture(
                reply.number(0),
                items,
                reply.number(2),
                pairs(reply.list(3)),
                pairs(reply.list(4)),
                Map.of(
                        "h", pairs(reply.list(5)),
                        "hb", pairs(reply.list(6)),
                        "d", pairs(reply.list(7)),
                        "db", pairs(reply.list(8))));
    }

    private static Map<String, String> pairs(Reply reply) {
        var pairs = new HashMap<String, String>();
        for (int i = 0; i + 1 < reply.size(); i += 2) pairs.put(reply.text(i), reply.text(i + 1));
        return pairs;
    }

    long count(String counter) {
        return Long.parseLong(counters.getOrDefault(counter, "0"));
    }

    /** What counts in a budget for a lane or a seed. */
    long used(String budget, String name) {
        return Long.parseLong(budgets.getOrDefault(budget, Map.of()).getOrDefault(name, "0"));
    }

    long of(Place place) {
        return items.values().stream().filter(item -> item.place() == place).count();
    }

    /** Whether a worker process gave no sign of life for a lease's time. */
    boolean silent(String worker, long leaseMillis) {
        return Long.parseLong(seen.getOrDefault(worker, "0")) + leaseMillis <= now;
    }
}
