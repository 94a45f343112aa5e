package io.crawljob.engine.check;

/** A field of a question that cannot be used; its message is the answer. */
final class BadQuestion extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadQuestion(String message) {
        super(message);
    }
}
