package io.crawljob.engine.scope;

/** Whether a URL belongs to a crawl. */
public sealed interface Decision {

    record In() implements Decision {}

    record Out(Rule rule) implements Decision {}

    /** Why a URL was left out; the words are what status and metrics say, and no more will come without a change of the API. */
    enum Rule {
        /** Outside of {@code within}. */
        OUT_OF_SCOPE("OutOfScope"),
        /** Matches no {@code include}. */
        NOT_INCLUDED("NotIncluded"),
        /** Matches an {@code exclude}. */
        EXCLUDED("Excluded"),
        /** Deeper than {@code maxDepth}. */
        TOO_DEEP("TooDeep"),
        /** Longer than {@link Scope#LONGEST_URL}. */
        URL_TOO_LONG("UrlTooLong"),
        /** A path segment comes more than {@link Scope#MOST_REPEATS} times: a trap. */
        REPEATED_SEGMENT("RepeatedSegment"),
        /** A query that grows: one parameter with one value more than {@link Scope#MOST_REPEATS} times, or more than {@link Scope#MOST_PARAMETERS}. */
        GROWING_QUERY("GrowingQuery");

        private final String word;

        Rule(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
