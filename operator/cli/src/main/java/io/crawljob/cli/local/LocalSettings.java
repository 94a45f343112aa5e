package io.crawljob.cli.local;

import io.crawljob.operator.plan.PlanSettings;
import java.util.Optional;

/** What in a cluster the operator's settings decide; by the same variables, so that a person can name themselves. */
final class LocalSettings {

    private static final String USER_AGENT = "crawljob/0.1 (+https://crawljob.io)";

    private LocalSettings() {}

    static PlanSettings plan() {
        return new PlanSettings(
                Optional.ofNullable(System.getenv("CRAWL_USER_AGENT")).orElse(USER_AGENT),
                Boolean.parseBoolean(System.getenv("CRAWL_ALLOW_IGNORE_ROBOTS")));
    }
}
