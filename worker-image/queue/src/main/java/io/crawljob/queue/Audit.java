package io.crawljob.queue;

import java.util.List;

/**
 * A job's items as counted where they are, not by its counters.
 *
 * @param discovered the sum of the six that follow
 * @param deadLetters those of the failed that are still kept
 * @param marks fingerprints that were taken: {@code discovered}, and final URLs of redirected pages besides
 * @param findings what did not agree, in words, at most fifty; mended when that was asked for
 */
public record Audit(
        long discovered,
        long waiting,
        long delayed,
        long leased,
        long done,
        long failed,
        long excluded,
        long deadLetters,
        long records,
        long marks,
        List<String> findings) {

    public Audit {
        findings = List.copyOf(findings);
    }
}
