package io.crawljob.cli.local;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.engine.browser.ChromiumProgram;
import io.crawljob.queue.Plan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This machine's Chromium, for a job that renders. */
final class LocalBrowser {

    private LocalBrowser() {}

    static boolean isNeeded(Plan plan) {
        return plan.fetch().render() != Plan.Render.NEVER;
    }

    static Optional<Path> program() {
        return ChromiumProgram.find(System.getenv().getOrDefault("PATH", ""));
    }

    /** What to say of spec.fetch.render where there is none. */
    static String missing() {
        return "needs Chromium, and none of %s is on the PATH: install it (Debian: apt-get install chromium), or set Never"
                .formatted(String.join(", ", ChromiumProgram.NAMES));
    }

    /** Null for a job that does not need it. */
    static @Nullable Browser open(Plan plan, Clock clock) {
        if (!isNeeded(plan)) return null;
        // Its sandbox does not work as root.
        var sandbox = !"root".equals(System.getProperty("user.name"));
        return new Browser(BrowserSettings.of(program().orElseThrow(), sandbox), clock);
    }
}
