/**
 * Each origin's robots.txt, shared by all workers.
 *
 * <p>Owns how long one holds (24 hours, from when it was fetched), what an answer other than 200 means (RFC 9309, section 2.3.1), and that one worker asks an
 * origin once at a time. Every request for one passes the gate.
 */
@NullMarked
package io.crawljob.worker.robots;

import org.jspecify.annotations.NullMarked;
