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

        /** As the status says it. */
        public String message() {
            return "waits for its turn: queue %s runs %d of %d jobs; place %d in the line"
                    .formatted(queue, running, maxRunning, place);
        }
    }
}
