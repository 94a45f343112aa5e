package io.crawljob.worker.settings;

import org.jspecify.annotations.Nullable;

/** Every key that the worker reads; {@code docs/configuration.md} lists the same ones. */
enum Key {
    CRAWL_REDIS_URL(null, false),
    CRAWL_REDIS_USER("", false),
    CRAWL_REDIS_PASSWORD("", true),
    CRAWL_REDIS_PREFIX("crawl", false),
    CRAWL_REDIS_CA("", false),
    CRAWL_NAMESPACE(null, false),
    CRAWL_QUEUE(null, false),
    CRAWL_WORKER(null, false),
    CRAWL_CONCURRENCY("32", false),
    CRAWL_HTTP_PORT("8080", false),
    CRAWL_DRAIN_SECONDS("25", false),
    CRAWL_BATCH_SIZE("32", false),
    CRAWL_BATCH_MILLIS("20", false),
    CRAWL_LIMITED_SECONDS("43200", false),
    CRAWL_BROWSER("", false),
    CRAWL_BROWSER_PAGES("4", false),
    CRAWL_BROWSER_SANDBOX("true", false),
    CRAWL_SECRETS("", false),
    CRAWL_SECRETS_FOLDER("/var/run/crawljob/secrets", false),
    CRAWL_PROXY("", false),
    CRAWL_CA_BUNDLE("", false);

    private final @Nullable String fallback;
    private final boolean secret;

    Key(@Nullable String fallback, boolean secret) {
        this.fallback = fallback;
        this.secret = secret;
    }

    /** What holds when it is not set; null when it has to be. */
    @Nullable
    String fallback() {
        return fallback;
    }

    boolean secret() {
        return secret;
    }
}
