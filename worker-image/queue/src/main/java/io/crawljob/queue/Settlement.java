package io.crawljob.queue;

import io.crawljob.queue.Frontier.Skipped;
import java.util.Map;

/**
 * One item's end, as a worker reports it.
 *
 * @param skipped links of its page that were left out before they came to the queue (out of scope), by rule; counted when the end is accepted, and only then
 */
public record Settlement(Token token, Outcome outcome, Map<String, Skipped> skipped) {

    public Settlement {
        skipped = Map.copyOf(skipped);
    }

    public Settlement(Token token, Outcome outcome) {
        this(token, outcome, Map.of());
    }
}
