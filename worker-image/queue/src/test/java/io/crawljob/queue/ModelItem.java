package io.crawljob.queue;

import org.jspecify.annotations.Nullable;

/** One item of a {@link FrontierModel}. The time is its deadline or due time as last seen. */
final class ModelItem {

    enum State {
        WAITING,
        LEASED,
        DELAYED,
        DEAD,
        DONE,
        EXCLUDED
    }

    final String lane;
    final @Nullable String seed;
    State state = State.WAITING;
    int attempt;
    int crashes;
    long at;
    long number;
    String worker = "";
    String failureClass = "";
    boolean permanent;

    /** @param seed that it counts for; null when that is not known */
    ModelItem(String lane, @Nullable String seed) {
        this.lane = lane;
        this.seed = seed;
    }

    @Override
    public String toString() {
        return "%s in %s, tried %d, crashed %d, number %d of %s, until %d"
                .formatted(state, lane, attempt, crashes, number, worker, at);
    }
}
