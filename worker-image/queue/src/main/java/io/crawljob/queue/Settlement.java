package io.crawljob.queue;

/** One item's end, as a worker reports it. */
public record Settlement(Token token, Outcome outcome) {}
