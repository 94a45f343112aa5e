package io.crawljob.queue;

/**
 * The scripts, each a file of its own under {@code scripts/}. A line {@code -- include NAME} is replaced by {@code scripts/fragment/NAME.lua}, and
 * {@code -- flags …} becomes the script's flags where the server knows them (Redis 7).
 */
enum Script {
    ACKNOWLEDGE,
    ALLOW,
    AUDIT,
    CANCEL,
    COMPLAIN,
    DISCOVER,
    EMIT,
    EXTEND,
    FINISH,
    HEARTBEAT,
    HOLD,
    KEEP,
    LANES,
    LEASE,
    LETTERS,
    LIMIT,
    MEMBER,
    OPEN,
    PICK,
    PUBLISH,
    PURGE,
    REAP,
    REDRIVE,
    RELEASE,
    REPORT,
    RESERVE,
    SEED,
    SETTLE,
    SKIP,
    SNAPSHOT,
    STATE
}
