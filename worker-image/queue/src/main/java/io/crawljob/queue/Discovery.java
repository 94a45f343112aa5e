package io.crawljob.queue;

/** What became of links: admitted now, known before, or over a limit (which takes no mark, so a raised limit admits them when they are seen again). */
public record Discovery(Verdict verdict, int admitted, int known, int overLimit) {

    Discovery andOver(int more) {
        return new Discovery(verdict, admitted, known, overLimit + more);
    }
}
