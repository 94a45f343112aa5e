package io.crawljob.engine.browser;

import java.io.Serial;

/** The browser ended, hangs, or refused what it was told. */
final class BrowserException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean lost;

    private BrowserException(String message, boolean lost) {
        super(message);
        this.lost = lost;
    }

    /** The whole browser is of no use any more. */
    static BrowserException lost(String message) {
        return new BrowserException(message, true);
    }

    static BrowserException refused(String message) {
        return new BrowserException(message, false);
    }

    boolean isLost() {
        return lost;
    }
}
