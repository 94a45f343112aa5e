package io.crawljob.queue;

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
    State state = State.WAITING;
    int attempt;
    int crashes;
    long at;
    long number;
    String worker = "";
    String failureClass = "";
    boolean permanent;

    ModelItem(String lane) {
        this.lane = lane;
    }

    @Override
    public String toString() {
        return "%s in %s, tried %d, crashed %d, number %d of %s, until %d"
                .formatted(state, lane, attempt, crashes, number, worker, at);
    }
}
