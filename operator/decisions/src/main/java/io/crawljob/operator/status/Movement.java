package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.Reason;

/** Whether a job moves, and what it waits for if not: the condition {@code Progressing}. */
record Movement(boolean moves, Reason reason, String message) {

    /** Whether time brings pages, be it slowly, so that there is a rate and an estimate. */
    boolean paced() {
        return moves || reason == Reason.WAITING_FOR_HOSTS || reason == Reason.RATE_LIMITED;
    }

    static Movement waits(Reason reason, String message) {
        return new Movement(false, reason, message);
    }
}
