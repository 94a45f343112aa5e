package io.crawljob.operator.config;

import org.jspecify.annotations.Nullable;

/** Every key that the operator reads. {@code docs/settings.md} has one row for each; a test compares them. */
public enum Setting {
    REDIS_URL("CRAWL_REDIS_URL", null),
    REDIS_USER("CRAWL_REDIS_USER", ""),
    REDIS_PASSWORD("CRAWL_REDIS_PASSWORD", ""),
    REDIS_PREFIX("CRAWL_REDIS_PREFIX", "crawl"),
    REDIS_CA("CRAWL_REDIS_CA", ""),
    WORKER_REDIS_URL("CRAWL_WORKER_REDIS_URL", ""),
    WORKER_IMAGE("CRAWL_WORKER_IMAGE", null),
    WORKER_BROWSER_IMAGE("CRAWL_WORKER_BROWSER_IMAGE", ""),
    WORKER_IMAGE_PULL_POLICY("CRAWL_WORKER_IMAGE_PULL_POLICY", "IfNotPresent"),
    WATCH_NAMESPACES("CRAWL_WATCH_NAMESPACES", ""),
    NAMESPACE("CRAWL_NAMESPACE", null),
    POD_NAME("CRAWL_POD_NAME", null),
    MASTER_KEY("CRAWL_MASTER_KEY", null),
    DEFAULT_QUEUE_CREATE("CRAWL_DEFAULT_QUEUE_CREATE", "true"),
    USER_AGENT("CRAWL_USER_AGENT", null),
    ALLOW_IGNORE_ROBOTS("CRAWL_ALLOW_IGNORE_ROBOTS", "false"),
    DEFAULT_DELAY_MILLIS("CRAWL_DEFAULT_DELAY_MILLIS", "1000"),
    DEFAULT_MAX_CONCURRENT("CRAWL_DEFAULT_MAX_CONCURRENT", "1"),
    HTTP_PORT("CRAWL_HTTP_PORT", "8080"),
    API_PORT("CRAWL_API_PORT", "8081"),
    LEADER_ELECTION("CRAWL_LEADER_ELECTION", "true"),
    EGRESS_CIDRS("CRAWL_EGRESS_CIDRS", "");

    private final String key;
    private final @Nullable String fallback;

    Setting(String key, @Nullable String fallback) {
        this.key = key;
        this.fallback = fallback;
    }

    public String key() {
        return key;
    }

    /** What holds when the key is not set; null when it must be set. */
    public @Nullable String fallback() {
        return fallback;
    }
}
