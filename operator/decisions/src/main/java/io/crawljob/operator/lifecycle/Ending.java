package io.crawljob.operator.lifecycle;

import io.crawljob.crds.v1alpha1.Reason;

/**
 * How a run ends.
 *
 * @param effective whether the queue has stopped too, so that the status may say it; until then there is a step to carry out
 */
public record Ending(How how, boolean effective) {

    public enum How {
        SUCCEEDED(true, Reason.SUCCEEDED),
        /** Some pages failed, within the budget. */
        SUCCEEDED_WITH_FAILURES(true, Reason.SUCCEEDED_WITH_FAILURES),
        TOO_MANY_FAILURES(false, Reason.TOO_MANY_FAILURES),
        DEADLINE_EXCEEDED(false, Reason.DEADLINE_EXCEEDED),
        CANCELLED(false, Reason.CANCELLED),
        /** Nothing is left, and no page was done. */
        NOTHING_FETCHED(false, Reason.NOTHING_FETCHED),
        /** Redis lost the job, which is not to start over. */
        QUEUE_LOST(false, Reason.QUEUE_LOST);

        private final boolean complete;
        private final Reason reason;

        How(boolean complete, Reason reason) {
            this.complete = complete;
            this.reason = reason;
        }

        /** Whether it is {@code Complete}; else {@code Failed}. */
        public boolean complete() {
            return complete;
        }

        /** Of that condition. */
        public Reason reason() {
            return reason;
        }
    }
}
