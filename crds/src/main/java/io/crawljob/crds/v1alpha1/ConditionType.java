package io.crawljob.crds.v1alpha1;

/** Every condition that a resource can have, in one closed list. */
public enum ConditionType {
    ACCEPTED,
    WORKERS_READY,
    PROGRESSING,
    SUSPENDED,
    /** Terminal, exclusive with {@link #FAILED}. */
    COMPLETE,
    /** Terminal, exclusive with {@link #COMPLETE}. */
    FAILED,
    /** True on {@link #COMPLETE} and on {@link #FAILED}, so that one wait ends either way. */
    FINISHED,
    READY,
    RECONCILING,
    STALLED,
    REDIS_READY,
    /** Two policies name the same host pattern. */
    CONFLICT;

    /** As it stands in a condition. */
    @Override
    public String toString() {
        return Wire.text(this);
    }
}
