package io.crawljob.queue;

/** The connections: one for all calls, one for heartbeats alone. */
record Links(Keys keys, RedisLink main, RedisLink beats) {}
