package io.crawljob.engine.fetch;

/** Why an item failed: a closed list, each with its retry rule. The words are what status, metrics and dead letters say. */
public enum FailureClass {
    /** The name has no address, or its servers do not answer. */
    DNS("Dns", Retry.COUNTED),
    CONNECT("Connect", Retry.COUNTED),
    TLS("Tls", Retry.COUNTED),
    TIMEOUT("Timeout", Retry.COUNTED),
    /** The answer broke HTTP: cut off, malformed, undecodable, endless headers. */
    PROTOCOL("Protocol", Retry.COUNTED),
    /** The body, decoded, is larger than allowed. */
    TOO_LARGE("TooLarge", Retry.NEVER),
    HTTP_4XX("Http4xx", Retry.NEVER),
    HTTP_5XX("Http5xx", Retry.COUNTED),
    /** 429, or 503 with Retry-After: the host's lane sleeps, the try does not count. */
    RATE_LIMITED("RateLimited", Retry.UNCOUNTED),
    ROBOTS_DENIED("RobotsDenied", Retry.NEVER),
    /** robots.txt cannot be had now (5xx, 429, no answer), so the host waits. */
    ROBOTS_UNAVAILABLE("RobotsUnavailable", Retry.UNCOUNTED),
    ADDRESS_REFUSED("AddressRefused", Retry.NEVER),
    /** More than ten hops, a circle, or a target that is no URL. */
    REDIRECT("Redirect", Retry.NEVER),
    SINK("Sink", Retry.UNCOUNTED),
    WORKER_LOST("WorkerLost", Retry.ASKED),
    /** The browser that was to render the page ended, or does not answer. */
    BROWSER("Browser", Retry.COUNTED),
    /** An error of this program, not of the page's server. */
    INTERNAL("Internal", Retry.NEVER),
    /** Its entry in the queue is of another version, or damaged. */
    UNREADABLE("Unreadable", Retry.ASKED),
    /** The fetch was interrupted by us. */
    CANCELLED("Cancelled", Retry.UNCOUNTED);

    /** What becomes of an item after a failure of a class. */
    public enum Retry {
        /** A dead letter at once, and left alone by {@code retryFailed} unless the class is named. */
        NEVER,
        /** A dead letter at once, which {@code retryFailed} puts back. */
        ASKED,
        /** Again, up to the job's limit. */
        COUNTED,
        /** Again, and the try does not count. */
        UNCOUNTED
    }

    private final String word;
    private final Retry retry;

    FailureClass(String word, Retry retry) {
        this.word = word;
        this.retry = retry;
    }

    public String word() {
        return word;
    }

    public Retry retry() {
        return retry;
    }
}
