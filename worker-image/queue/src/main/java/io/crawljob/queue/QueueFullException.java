package io.crawljob.queue;

/** Redis is above {@code maxmemory} and refuses what would grow it. Items without new links still settle. */
public class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public QueueFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
