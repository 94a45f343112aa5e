package io.crawljob.engine.fetch;

/** Makes one request at a time for each caller. Thread-safe; blocks, so it wants virtual threads. An interrupted caller gets {@code CANCELLED}. */
@SuppressWarnings("DoNotCallSuggester")
public final class Fetcher implements AutoCloseable {

    /** One hop: a redirect is an answer. Never throws for what a server does. */
    public FetchOutcome fetch(FetchRequest request) {
        throw new UnsupportedOperationException("to come: " + request);
    }

    @Override
    public void close() {}
}
