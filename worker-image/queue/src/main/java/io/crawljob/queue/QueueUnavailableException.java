package io.crawljob.queue;

/** Redis did not answer, or not as a usable server: try again with a back-off. The message says what was tried, and where. */
public class QueueUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public QueueUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
