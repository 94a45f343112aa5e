package io.crawljob.worker.request;

import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.queue.Gate;
import java.time.Duration;

/** What came of wanting to make a request. */
public sealed interface Asked {

    record Answered(FetchOutcome outcome) implements Asked {}

    /** The gate let nothing start within its horizon; no request was made. */
    record Refused(Duration askAgainIn, Gate.Reason reason) implements Asked {}
}
