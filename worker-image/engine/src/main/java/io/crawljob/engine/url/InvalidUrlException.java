package io.crawljob.engine.url;

/** Ends the parsing of a text that is no URL; caught where the parse began. Carries no stack: bad links are common. */
final class InvalidUrlException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidUrlException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
