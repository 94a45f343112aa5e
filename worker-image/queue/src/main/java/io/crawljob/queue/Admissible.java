package io.crawljob.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those of some items that the queue can keep, and what was left out of them by rule: a link that cannot be kept must not stop the others of its page.
 *
 * @param items in order
 * @param leftOut to be counted as skipped
 */
record Admissible(List<NewItem> items, Map<String, Frontier.Skipped> leftOut) {

    private static final Logger LOG = LoggerFactory.getLogger(Admissible.class);

    Admissible {
        items = List.copyOf(items);
        leftOut = Map.copyOf(leftOut);
    }

    /** @param job for the log */
    static Admissible of(JobKey job, List<NewItem> items) {
        var kept = new ArrayList<NewItem>(items.size());
        var leftOut = new LinkedHashMap<String, Frontier.Skipped>();
        for (var item : items) {
            var refusal = refusal(item);
            if (refusal.isEmpty()) {
                kept.add(item);
                continue;
            }
            var rule = refusal.get().rule();
            if (!leftOut.containsKey(rule))
                LOG.warn("item {} of job {} is left out: {}", item.id(), job, refusal.get());
            leftOut.merge(
                    rule,
                    new Frontier.Skipped(1, item.payload()),
                    (some, one) -> new Frontier.Skipped(some.count() + 1, some.sample()));
        }
        return new Admissible(kept, leftOut);
    }

    int count() {
        return leftOut.values().stream()
                .mapToInt(skipped -> (int) skipped.count())
                .sum();
    }

    private record Refusal(String rule, String why) {
        @Override
        public String toString() {
            return why + " (" + rule + ")";
        }
    }

    private static Optional<Refusal> refusal(NewItem item) {
        var lane = Names.whyNotOpen("lane", item.lane());
        if (lane.isPresent()) return Optional.of(new Refusal("InvalidLane", lane.get()));
        if (item.depth() < 0 || item.depth() > NewItem.MAX_DEPTH) {
            return Optional.of(new Refusal(
                    "InvalidDepth", "its depth %d is not 0 to %d".formatted(item.depth(), NewItem.MAX_DEPTH)));
        }
        if (!Texts.whole(item.payload())) {
            return Optional.of(
                    new Refusal("NotText", "its payload holds half a character (a surrogate without its other half)"));
        }
        int bytes = Texts.bytes(item.payload());
        if (bytes > NewItem.MAX_PAYLOAD_BYTES) {
            return Optional.of(new Refusal(
                    "ItemTooLarge",
                    "its payload has %d bytes, the limit is %d: a shorter URL, or one found on a page with a shorter URL, fits"
                            .formatted(bytes, NewItem.MAX_PAYLOAD_BYTES)));
        }
        return Optional.empty();
    }
}
