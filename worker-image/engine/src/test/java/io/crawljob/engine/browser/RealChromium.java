package io.crawljob.engine.browser;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The browser that tests use: the machine's. Where there is none the tests are left out, but not in CI. */
public final class RealChromium {

    private static final String REMEDY = "no Chromium on the PATH: install it (Debian: apt-get install chromium)";

    private RealChromium() {}

    public static BrowserSettings settings() {
        return BrowserSettings.of(program(), !"root".equals(System.getProperty("user.name")));
    }

    private static Path program() {
        var found = ChromiumProgram.find(System.getenv().getOrDefault("PATH", ""));
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) fail(REMEDY);
        Assumptions.assumeTrue(found.isPresent(), REMEDY);
        return found.get();
    }
}
