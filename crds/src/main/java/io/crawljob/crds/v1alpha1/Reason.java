package io.crawljob.crds.v1alpha1;

/** Every reason that a condition can have, in one closed list; {@link ConditionType} says which belong where. */
public enum Reason {
    // Accepted
    PLAN_STORED,
    INVALID_SPEC,
    QUEUE_NOT_FOUND,
    CONFIG_MAP_NOT_FOUND,
    SECRET_NOT_ALLOWED,
    POLICY_DENIED,
    NOT_SUPPORTED_YET,
    // WorkersReady
    WORKERS_READY,
    SCALED_TO_ZERO,
    STARTING,
    IMAGE_PULL_FAILED,
    CRASH_LOOPING,
    UNSCHEDULABLE,
    QUOTA_EXCEEDED,
    ADMISSION_REFUSED,
    FORBIDDEN,
    SECRET_MISSING,
    NAME_TAKEN,
    // Progressing
    CRAWLING,
    WAITING_FOR_TURN,
    WAITING_FOR_WORKERS,
    WAITING_FOR_HOSTS,
    RATE_LIMITED,
    SUSPENDED,
    QUEUE_SUSPENDED,
    RESULT_STORE_FULL,
    SINK_UNAVAILABLE,
    REDIS_UNAVAILABLE,
    REDIS_FULL,
    QUEUE_LOST,
    // Suspended
    NOT_SUSPENDED,
    // Complete, Failed, Finished
    NOT_FINISHED,
    SUCCEEDED,
    SUCCEEDED_WITH_FAILURES,
    TOO_MANY_FAILURES,
    DEADLINE_EXCEEDED,
    CANCELLED,
    NOTHING_FETCHED,
    // Ready, Reconciling, Stalled
    PENDING,
    NOT_STALLED,
    // RedisReady
    REDIS_READY,
    UNREACHABLE,
    VERSION_TOO_OLD,
    EVICTION_POLICY,
    NO_PERSISTENCE,
    MEMORY_LOW,
    READ_ONLY,
    FOREIGN_INSTALLATION,
    // HostPolicy
    STORED,
    CONFLICT,
    NO_CONFLICT,
    // CrawlSchedule
    SCHEDULED;

    /** As it stands in a condition. */
    @Override
    public String toString() {
        return Wire.text(this);
    }
}
