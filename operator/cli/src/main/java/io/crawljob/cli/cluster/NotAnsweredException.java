package io.crawljob.cli.cluster;

import java.io.IOException;

/** The cluster did not do what was asked; the message says what, why, and what to do. */
class NotAnsweredException extends IOException {

    private static final long serialVersionUID = 1L;

    NotAnsweredException(String message) {
        super(message);
    }
}
