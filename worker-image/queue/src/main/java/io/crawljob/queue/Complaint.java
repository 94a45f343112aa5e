package io.crawljob.queue;

import java.util.stream.Stream;

/** Why a worker could not do a job's pages lately: nothing of the pages themselves. */
public record Complaint(Kind kind, String why) {

    public enum Kind {
        /** It cannot read the plan. */
        PLAN,
        /** A Secret that the job names is not there, or not as it has to be. */
        SECRET,
        /** The job's pages are to be rendered, and it has no browser. */
        BROWSER,
        /** What only a newer version knows. */
        OTHER;

        static Kind of(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElse(OTHER);
        }
    }
}
