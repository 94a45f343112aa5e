package io.crawljob.worker.robots;

import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.queue.Gate;
import java.time.Duration;

/** What an item learns when it asks for an origin's robots.txt. */
public sealed interface RobotsAnswer {

    record Rules(RobotsRules rules) implements RobotsAnswer {}

    /** The gate let nothing start. */
    record Refused(Duration askAgainIn, Gate.Reason reason) implements RobotsAnswer {}

    /** The server answers, but not with its rules (5xx, 429): the host waits and is asked again. */
    record Later(Duration askAgainIn, String message) implements RobotsAnswer {}

    /** No answer: the page would have none either. */
    record Failed(FetchOutcome.Failed failure) implements RobotsAnswer {}
}
