package io.crawljob.queue;

/**
 * One item in a worker's hand.
 *
 * @param attempt tries before this one that counted
 * @param crashes times that its worker died with it
 */
public record Lease(Token token, String lane, int attempt, int crashes, int depth, String payload) {}
