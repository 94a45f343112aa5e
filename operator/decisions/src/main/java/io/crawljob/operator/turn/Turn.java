package io.crawljob.operator.turn;

/** Whether a job may run now. */
public sealed interface Turn {

    /** It may. */
    record Runs() implements Turn {}

    /**
     * Others run before it.
     *
     * @param place in the line, from 1
     * @param running jobs of the queue that run now
     */
    record Waits(String queue, int place, int running, int maxRunning) implements Turn {

        /** Further behind the place is not told: each job that ends would write to all that wait. */
        private static final int TOLD = 10;

        /** As the status says it. */
        public String message() {
            var where =
                    place <= TOLD ? "place %d in the line".formatted(place) : "more than %d before it".formatted(TOLD);
            return "waits for its turn: queue %s runs %d of %d jobs; %s".formatted(queue, running, maxRunning, where);
        }
    }
}
