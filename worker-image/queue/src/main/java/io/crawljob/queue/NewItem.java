package io.crawljob.queue;

/**
 * Work that may be admitted to a frontier.
 *
 * @param lane what its budget is counted by, such as {@code host:example.org}
 * @param id a 64-bit fingerprint of what makes it unique in its job: of the canonical URL
 * @param depth links followed from a seed to here
 * @param payload what the worker needs, opaque to the queue; see {@link PageItem}
 */
public record NewItem(String lane, long id, int depth, String payload) {}
