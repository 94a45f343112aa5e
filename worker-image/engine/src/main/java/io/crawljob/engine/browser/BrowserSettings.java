package io.crawljob.engine.browser;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param program Chromium, or a script that starts it
 * @param sandbox whether its processes lock themselves in, which needs user namespaces and another user than root
 * @param pagesAtOnce more wait for their turn
 * @param pagesEach a browser that has rendered so many is replaced
 * @param oldest so is one that has lived for so long
 */
public record BrowserSettings(Path program, boolean sandbox, int pagesAtOnce, int pagesEach, Duration oldest) {

    public static final int DEFAULT_PAGES_AT_ONCE = 4;
    public static final int DEFAULT_PAGES_EACH = 200;
    public static final Duration DEFAULT_OLDEST = Duration.ofMinutes(30);

    public static BrowserSettings of(Path program, boolean sandbox) {
        return new BrowserSettings(program, sandbox, DEFAULT_PAGES_AT_ONCE, DEFAULT_PAGES_EACH, DEFAULT_OLDEST);
    }

    public BrowserSettings {
        if (pagesAtOnce < 1) throw new IllegalArgumentException("pagesAtOnce is " + pagesAtOnce + "; at least 1");
        if (pagesEach < 1) throw new IllegalArgumentException("pagesEach is " + pagesEach + "; at least 1");
    }

    public BrowserSettings withPagesAtOnce(int value) {
        return new BrowserSettings(program, sandbox, value, pagesEach, oldest);
    }

    public BrowserSettings withPagesEach(int value) {
        return new BrowserSettings(program, sandbox, pagesAtOnce, value, oldest);
    }

    public BrowserSettings withOldest(Duration value) {
        return new BrowserSettings(program, sandbox, pagesAtOnce, pagesEach, value);
    }
}
