package io.crawljob.queue;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;

/** Reads streams in order. */
final class Streams {

    private Streams() {}

    /** Ids by their two numbers; a missing second one is zero. */
    static int compare(String one, String other) {
        var a = one.split("-", 2);
        var b = other.split("-", 2);
        int byTime = Long.compareUnsigned(Long.parseUnsignedLong(a[0]), Long.parseUnsignedLong(b[0]));
        if (byTime != 0) return byTime;
        return Long.compareUnsigned(
                a.length < 2 ? 0 : Long.parseUnsignedLong(a[1]), b.length < 2 ? 0 : Long.parseUnsignedLong(b[1]));
    }

    /** The id of the last entry; {@code 0-0} when there is none. */
    static String last(RedisLink link, String key) {
        return link.run("XREVRANGE", commands -> commands.xrevrange(key, Range.unbounded(), Limit.from(1))).stream()
                .map(StreamMessage::getId)
                .findFirst()
                .orElse("0-0");
    }

    /** @param afterId exclusive; {@code 0} for the first */
    static List<Jobs.Entry> after(RedisLink link, String key, String afterId, int count, String field) {
        check(afterId);
        var range = Range.from(Range.Boundary.excluding(afterId), Range.Boundary.unbounded());
        return link.run("XRANGE", commands -> commands.xrange(key, range, Limit.from(count))).stream()
                .map(message ->
                        new Jobs.Entry(message.getId(), message.getBody().getOrDefault(field, "")))
                .toList();
    }

    /** @throws IllegalArgumentException if it is no entry's id */
    static void check(String id) {
        if (id.matches("\\d{1,19}(-\\d{1,19})?")) return;
        throw new IllegalArgumentException("\"%s\" is no entry id: use 0, or an id that was read before".formatted(id));
    }
}
