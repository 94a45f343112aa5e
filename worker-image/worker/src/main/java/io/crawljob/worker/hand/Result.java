package io.crawljob.worker.hand;

import io.crawljob.queue.Frontier.Skipped;
import io.crawljob.queue.Outcome;
import java.util.Map;

/**
 * One item's end.
 *
 * @param skipped links that were left out, by rule, counted with the settlement
 */
public record Result(Outcome outcome, Map<String, Skipped> skipped) {

    public Result {
        skipped = Map.copyOf(skipped);
    }

    public static Result of(Outcome outcome) {
        return new Result(outcome, Map.of());
    }
}
