package io.crawljob.operator.readapi;

/** Whether the holder of a token may do something with one CrawlJob. */
public interface Access {

    enum Verb {
        GET("get"),
        UPDATE("update");

        private final String word;

        Verb(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    sealed interface Verdict {
        record Allowed(String user) implements Verdict {}

        /** No token, or one that the API server does not know. */
        record Unknown(String why) implements Verdict {}

        record Forbidden(String why) implements Verdict {}

        /** The API server could not be asked. */
        record Unavailable(String why) implements Verdict {}
    }

    /** @param token as it came; empty when there was none */
    Verdict check(String token, Verb verb, String namespace, String name);
}
