package io.crawljob.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an item. */
public sealed interface Outcome {

    /** Of a record, in UTF-8. A larger one is a dead letter, {@code RecordTooLarge}. */
    int MAX_RECORD_BYTES = 16 << 20;

    /**
     * Done.
     *
     * @param bytes of the body as it was decoded, for the job's counter
     * @param record the result as JSON, or null when a sink has it already
     * @param finalId the fingerprint of the URL that answered, when a redirect within the lane led there: its mark is taken too, and when another item owns
     *     it, this one becomes excluded as {@code Duplicate}
     */
    record Fetched(
            long bytes, @Nullable String record, @Nullable Long finalId) implements Outcome {}

    /** Redirected into another lane: the target was discovered before, so this item is excluded as {@code Redirected}. */
    record Redirected() implements Outcome {}

    /** To be tried again after {@code delay}; the try counts. */
    record Retry(String failureClass, String message, Duration delay) implements Outcome {}

    /** Back to the head of its lane, not before {@code delay}, nothing counted: the gate refused, the host asked to wait, or the worker leaves. */
    record PutBack(Duration delay) implements Outcome {}

    /**
     * A dead letter.
     *
     * @param permanent whether it is an answer that no retry will change, such as 404: {@link Jobs#redrive} takes it along only when its class is named;
     *     false when the retries are used up
     */
    record Dead(String failureClass, String message, boolean permanent) implements Outcome {}

    /** Left out by a rule, such as {@code RobotsDenied}: not a failure, and not a page. */
    record Excluded(String rule) implements Outcome {}
}
