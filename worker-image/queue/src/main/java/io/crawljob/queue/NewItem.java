package io.crawljob.queue;

import org.jspecify.annotations.Nullable;

/**
 * Work that may be admitted to a frontier. One that cannot be kept (a lane with a bar or a line end, a depth below 0, a payload that is too large or no text)
 * is left out, counted as a skipped link by its rule, and never stops those beside it.
 *
 * @param lane what its budget is counted by, such as {@code host:example.org}
 * @param id a 64-bit fingerprint of what makes it unique in its job: of the canonical URL
 * @param depth links followed from a seed to here
 * @param payload what the worker needs, opaque to the queue; see {@link PageItem}
 * @param excludedBy the rule that leaves it out, if that is known already: then it is admitted and excluded in one, as if it had been leased and {@link
 *     Outcome.Excluded}; null for what is to be worked on
 */
public record NewItem(
        String lane,
        long id,
        int depth,
        String payload,
        @Nullable String excludedBy) {

    /** In UTF-8: room for a URL and that of the page it was found on, of 8,000 characters each. */
    public static final int MAX_PAYLOAD_BYTES = 16_384;

    public static final int MAX_DEPTH = 999_999_999;

    /** To be worked on. */
    public NewItem(String lane, long id, int depth, String payload) {
        this(lane, id, depth, payload, null);
    }
}
