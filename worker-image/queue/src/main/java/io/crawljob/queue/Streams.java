package io.crawljob.queue;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.List;

/** Reads streams in order. */
final class Streams {

    private Streams() {}

    /** @param afterId exclusive; {@code 0} for the first */
    static List<Jobs.Entry> after(RedisLink link, String key, String afterId, int count, String field) {
        if (!afterId.matches("\\d{1,19}(-\\d{1,19})?")) {
            throw new IllegalArgumentException(
                    "\"%s\" is no entry id: use 0, or an id that was read before".formatted(afterId));
        }
        var range = Range.from(Range.Boundary.excluding(afterId), Range.Boundary.unbounded());
        return link.run("XRANGE", commands -> commands.xrange(key, range, Limit.from(count))).stream()
                .map(message ->
                        new Jobs.Entry(message.getId(), message.getBody().getOrDefault(field, "")))
                .toList();
    }
}
